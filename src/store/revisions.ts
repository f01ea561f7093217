import { sql } from 'kysely';
import { jsonOf } from './articles/rows.ts';
import type { Engine } from './engine.ts';
import type { ArticleId, RevisionChange } from './store.ts';

/**
 * Calls back once for each revision that is committed from now on, or was after `since`, in their order; answers how to
 * stop.
 */
export function followRevisions(
  engine: Engine,
  listener: (change: RevisionChange) => void,
  since?: string,
): () => void {
  let stopped = false;
  let seen = Number(since ?? 0);
  let turn: Promise<void> = Promise.resolve();
  const look = async () => {
    if (stopped) return;
    const rows = await engine.rows(
      engine.db.selectFrom('revision').selectAll().where('revision', '>', seen).orderBy('revision'),
    );
    for (const row of rows) {
      seen = row.revision;
      if (stopped) continue;
      listener({
        revision: String(row.revision),
        added: jsonOf<ArticleId[]>(row.added),
        updated: jsonOf<ArticleId[]>(row.updated),
        removed: jsonOf<string[]>(row.removed),
      });
    }
  };
  const begin = async () => {
    if (since !== undefined) return look();
    const [row] = await engine.rows(sql<{ revision: number }>`SELECT revision FROM corpus`);
    seen = row?.revision ?? 0;
  };
  // A store that cannot be read just now is looked at again with the next notice.
  turn = begin().catch(() => {});
  const unwatch = engine.watch(() => {
    turn = turn.then(look).catch(() => {});
  });
  return () => {
    stopped = true;
    unwatch();
  };
}
