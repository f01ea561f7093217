import type { Command } from 'commander';
import type { EntityRef } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load.ts';
import { UserError } from '../diagnostic.ts';
import { type ArticleChange, type RelinkReport, relink } from '../ingest/relink.ts';
import type { MentionChange, TickerChange } from '../linking/affected.ts';
import { namedBy } from '../linking/mention.ts';
import type { Store } from '../store/store.ts';
import { progressDisplay } from './progress.ts';
import {
  catalogFolders,
  configOf,
  openConfiguredStore,
  withCatalogOptions,
  withStorePlace,
} from './settings.ts';

export function addRelinkCommand(program: Command): void {
  withStorePlace(withCatalogOptions(program.command('relink')))
    .description('Link the articles of the store again that a change of the catalog can touch.')
    .option('--dry-run', 'change nothing, and print what each article would gain and lose')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  newsgraph relink --catalog ./my-catalog --store news.db --dry-run')
    .action(async (flags: { dryRun?: true; json?: true }, command: Command) => {
      const config = configOf(command);
      const catalog = await loadCatalog(catalogFolders(config));
      const store = await openConfiguredStore(config);
      const dryRun = flags.dryRun === true;
      const display = dryRun ? null : progressDisplay(process.stderr);
      const changes: ArticleChange[] = [];
      try {
        await requireArticles(store, config.store);
        const report = await relink({
          store,
          catalog,
          dryRun,
          onChange: (change) => {
            if (dryRun && flags.json) changes.push(change);
            else if (dryRun) process.stdout.write(`${formatChange(change)}\n`);
          },
          onProgress: (progress) => display?.update(progress),
        });
        display?.stop();
        const whole = dryRun ? { ...report, changes } : report;
        process.stdout.write(
          flags.json ? `${JSON.stringify(whole, null, 2)}\n` : `${formatTotal(report, dryRun)}\n`,
        );
      } finally {
        display?.stop();
        await store.close();
      }
    });
}

async function requireArticles(store: Store, place: string): Promise<void> {
  if ((await store.corpus.get()).articleCount > 0) return;
  throw new UserError(
    'EMPTY_STORE',
    `There is no article in the store ${place}.`,
    'Name another one with --store, or fill it: `newsgraph ingest ./posts`.',
  );
}

/** An article and, below it, a line for each link that it gains (+) or loses (-), with the sentence. */
function formatChange({ path, title, mentions, tickers }: ArticleChange): string {
  return [`${path}: ${title}`, ...mentions.map(mentionLine), ...tickers.map(tickerLine)].join('\n');
}

function mentionLine({ kind, mention, sentence }: MentionChange): string {
  const entity =
    mention.status === 'RESOLVED'
      ? namedBy(mention).map(nameOf).join(' and ')
      : `one of ${mention.candidates.map(nameOf).join(', ')}`;
  return `${sign(kind)} ${entity}, “${oneLine(mention.surface)}” in: ${oneLine(sentence)}`;
}

function tickerLine({ kind, ticker, sentence }: TickerChange): string {
  const reason = sentence === null ? 'by stock markup' : `by its company in: ${oneLine(sentence)}`;
  return `${sign(kind)} ticker ${ticker}, ${reason}`;
}

function sign(kind: 'GAINED' | 'LOST'): string {
  return kind === 'GAINED' ? '  +' : '  -';
}

function nameOf({ type, key }: EntityRef): string {
  return `${type.toLowerCase()} ${key}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function formatTotal({ checked, relinked, gained, lost, revision, seconds }: RelinkReport, dryRun: boolean) {
  const would = dryRun ? 'would be' : 'were';
  const end = dryRun ? 'nothing was changed' : `revision ${revision}`;
  return `${relinked} of ${checked} articles ${would} linked again: ${gained} links gained, ${lost} lost; ${end}, ${seconds.toFixed(1)} s`;
}
