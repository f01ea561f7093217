import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, DEFAULT_STORE } from '../config.ts';

/** The embedded posts, served when nothing else is there. */
const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));

/** What is served: a store, and the folders that it mirrors. Without folders nothing is written to a store. */
export class Source {
  readonly location: string;
  readonly folders: readonly string[];
  private readonly temporary: string[] = [];

  constructor({ store }: Config, folders: readonly string[]) {
    const nothing = folders.length === 0 && (store === ':memory:' || isUnnamedAndMissing(store));
    this.location = nothing || store === ':memory:' ? this.temporaryStore() : store;
    this.folders = nothing ? [SEEDS] : folders;
  }

  /** Removes what was made for this run only. */
  remove(): void {
    for (const folder of this.temporary) rmSync(folder, { recursive: true, force: true });
  }

  private temporaryStore(): string {
    const folder = mkdtempSync(join(tmpdir(), 'newsgraph-'));
    this.temporary.push(folder);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return join(folder, 'graph.db');
  }
}

function isUnnamedAndMissing(store: string): boolean {
  return store === DEFAULT_STORE && !existsSync(store);
}
