import { describe } from 'vitest';
import { ENGINES, type TestEngine } from '../store/stores.ts';

/** Defines the same tests for every engine that answers differently: the graph cannot tell a file from memory. */
export function onEachEngine(define: (open: TestEngine['open']) => void): void {
  for (const { name, missing, open } of ENGINES.filter((engine) => engine.name !== 'SQLite in a file')) {
    describe.skipIf(missing !== null)(name, () => define(open));
  }
}
