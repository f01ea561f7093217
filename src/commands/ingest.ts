import type { Command } from 'commander';
import { loadCatalog } from '../catalog/load.ts';
import { type Config, readOptions } from '../config.ts';
import { UserError } from '../diagnostic.ts';
import { ingest, type Shard } from '../ingest/ingest.ts';
import { formatReport, type IngestReport } from '../ingest/report.ts';
import { readPost } from './post.ts';
import { progressDisplay } from './progress.ts';
import { catalogFolders, configOf, openConfiguredStore, withStoreOptions } from './settings.ts';

export function addIngestCommand(program: Command): void {
  withStoreOptions(program.command('ingest [folder...]'))
    .description('Read folders of posts into the store, which then mirrors them.')
    .option('--json', 'print the closing report as JSON')
    .option(
      '--shard <k/n>',
      'take only the k-th of n shares, for several processes on one PostgreSQL store',
      parseShard,
    )
    .option('--explain <file>', 'print how one post is read, and store nothing')
    .addHelpText('after', '\nExample:\n  newsgraph ingest ./posts --store news.db')
    .action(
      async (named: string[], flags: { json?: true; explain?: string; shard?: Shard }, command: Command) => {
        const config = configOf(command);
        if (flags.explain !== undefined) return explainReading(flags.explain, config, flags.json === true);
        const folders = named.length > 0 ? named : config.posts;
        if (folders.length === 0) throw missingFolder();
        const catalog = await loadCatalog(catalogFolders(config));
        const store = await openConfiguredStore(config, true);
        const display = progressDisplay(process.stderr);
        try {
          const report = await ingest({
            folders,
            store,
            settings: { catalog, readOptions: readOptions(config) },
            threads: config.workers,
            selection: config,
            allowRemoval: config.allowRemoval,
            ...(flags.shard ? { shard: flags.shard } : {}),
            onProgress: (progress) => display.update(progress),
          });
          display.stop();
          process.stdout.write(
            flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${formatReport(report)}\n`,
          );
          if (!flags.shard) requireArticles(report, folders);
        } finally {
          display.stop();
          await store.close();
        }
      },
    );
}

function parseShard(value: string): Shard {
  const match = /^([1-9]\d*)\/([1-9]\d*)$/.exec(value);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match && index <= count) return { index, count };
  throw new UserError(
    'INVALID_SHARD',
    `--shard ${value} is no share.`,
    'Write the share and how many there are: --shard 2/8.',
    2,
  );
}

function missingFolder(): UserError {
  return new UserError(
    'MISSING_FOLDER',
    'There is no folder to ingest.',
    'Name one or more, for example `newsgraph ingest ./posts`.',
    2,
  );
}

/** Prints which family a post was taken for and why, and the fields that were read. */
async function explainReading(file: string, config: Config, json: boolean): Promise<void> {
  const { document, diagnostics } = await readPost(file, config);
  const { bodyText, bodyHtml, frontMatter, unlinked, images, links, stockReferences, ...fields } = document;
  const summary = {
    ...fields,
    firstLine: bodyText.split('\n', 1)[0] ?? '',
    stocks: stockReferences.map(({ kind, mic, symbol }) => `${mic}:${symbol} (${kind})`),
    images: images.length,
    links: links.length,
    diagnostics,
  };
  if (json) {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    return;
  }
  const { family, familyReason, path, diagnostics: problems, ...rest } = summary;
  const width = Math.max(...Object.keys(rest).map((name) => name.length));
  const rows = Object.entries(rest).map(
    ([name, value]) =>
      `  ${name.padEnd(width)}  ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const notes = problems.map(
    ({ line, code, message, hint }) =>
      `  ${code}${line === null ? '' : ` (line ${line})`}: ${message} ${hint}`,
  );
  process.stdout.write([`${path}: ${family}. ${familyReason}`, ...rows, ...notes, ''].join('\n'));
}

/** Throws `UserError` where no file could be read; the diagnostics that say why are in the store. */
export function requireArticles(report: IngestReport, folders: readonly string[]): void {
  if (report.files.articles > 0) return;
  const codes = report.diagnostics.map(({ code, count }) => `${code} ${count}`).join(', ');
  throw new UserError(
    'NOTHING_READABLE',
    `None of the ${report.files.refused} files in ${folders.join(', ')} could be read as a post (${codes}).`,
    'Run `newsgraph explain FILE` on one of them.',
  );
}
