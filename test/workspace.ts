import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary folder of posts that is removed when the test ends. */
export interface Workspace {
  readonly folder: string;
  /** Writes a file and answers its absolute path. */
  file(path: string, content: string | Uint8Array): string;
  move(from: string, to: string): void;
  remove(path: string): void;
}

export function workspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const absolute = (path: string) => join(folder, path);
  return {
    folder,
    file(path, content) {
      mkdirSync(dirname(absolute(path)), { recursive: true });
      writeFileSync(absolute(path), content);
      return absolute(path);
    },
    move(from, to) {
      mkdirSync(dirname(absolute(to)), { recursive: true });
      renameSync(absolute(from), absolute(to));
    },
    remove(path) {
      rmSync(absolute(path), { recursive: true });
    },
  };
}
