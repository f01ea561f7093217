import type { Command } from 'commander';
import { loadCatalog } from '../catalog/load.ts';
import { readOptions } from '../config.ts';
import { UserError } from '../diagnostic.ts';
import { ingest } from '../ingest/ingest.ts';
import { formatReport, type IngestReport } from '../ingest/report.ts';
import { progressDisplay } from './progress.ts';
import { catalogFolders, configOf, openConfiguredStore, withStoreOptions } from './settings.ts';

export function addIngestCommand(program: Command): void {
  withStoreOptions(program.command('ingest <folder...>'))
    .description('Read folders of posts into the store, which then mirrors them.')
    .option('--json', 'print the closing report as JSON')
    .addHelpText('after', '\nExample:\n  newsgraph ingest ./posts --store news.db')
    .action(async (folders: string[], flags: { json?: true }, command: Command) => {
      const config = configOf(command);
      const catalog = await loadCatalog(catalogFolders(config));
      const store = await openConfiguredStore(config);
      const display = progressDisplay(process.stderr);
      try {
        const report = await ingest({
          folders,
          store,
          settings: { catalog, readOptions: readOptions(config) },
          threads: config.workers,
          onProgress: (progress) => display.update(progress),
        });
        display.stop();
        process.stdout.write(
          flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${formatReport(report)}\n`,
        );
        requireArticles(report, folders);
      } finally {
        display.stop();
        await store.close();
      }
    });
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
