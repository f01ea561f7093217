import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Command } from 'commander';
import { UserError } from '../diagnostic.ts';
import { configOf, withStorePlace } from './settings.ts';

export function addBackupCommand(program: Command): void {
  withStorePlace(program.command('backup <file>'))
    .description('Copy a SQLite store into one file while it is read and written, and check the copy.')
    .option('--config <file>', 'settings in YAML (default: newsgraph.yaml, if there is one)')
    .addHelpText('after', '\nExample:\n  newsgraph backup news-backup.db --store news.db')
    .action(async (file: string, _: object, command: Command) => {
      const { store } = configOf(command);
      requireFile(store);
      if (existsSync(file)) {
        throw new UserError('BACKUP_EXISTS', `There is a file ${file} already.`, 'Name another one.');
      }
      await copy(store, file);
      const articles = check(file);
      process.stdout.write(`${articles} articles in ${file}\n`);
    });
}

/** Copying the file with `cp` would miss what stands in the log beside it, and mix pages of two revisions. */
async function copy(store: string, file: string): Promise<void> {
  try {
    const source = new Database(store, { readonly: true, fileMustExist: true });
    try {
      await source.backup(file);
    } finally {
      source.close();
    }
  } catch (error) {
    throw new UserError(
      'BACKUP_FAILED',
      `${store} could not be copied to ${file} (${(error as Error).message}).`,
      'Check the paths, the permissions and the space on the disk.',
    );
  }
}

/** How many articles the copy holds; throws `UserError` where it is damaged or none of ours. */
function check(file: string): number {
  const copied = new Database(file, { readonly: true });
  try {
    const verdict: unknown = copied.pragma('quick_check', { simple: true });
    const row = copied.prepare('SELECT article_count FROM corpus').get() as
      | { article_count: number }
      | undefined;
    if (verdict === 'ok' && row) return row.article_count;
  } catch {
    // Said below.
  } finally {
    copied.close();
  }
  throw new UserError(
    'BACKUP_DAMAGED',
    `The copy ${file} is not sound.`,
    'Run `newsgraph doctor` on the store.',
  );
}

function requireFile(store: string): void {
  if (/^postgres(ql)?:/.test(store)) {
    throw new UserError(
      'NOT_A_FILE',
      'A PostgreSQL store is backed up by PostgreSQL.',
      'Run `pg_dump --format=custom --file=news.dump URL`, and `pg_restore` to get it back.',
      2,
    );
  }
  if (existsSync(store)) return;
  throw new UserError('NO_STORE', `There is no store ${store}.`, 'Name one with --store.');
}
