import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Notices } from './notices.ts';
import { held, isLostConnection, kyselyOn, poolOf, READING, Statements } from './pool.ts';

/** How often a replica is asked how far it is, and how long it may take to say so. */
const POLL_MS = 200;
const PROBE_TIMEOUT_MS = 1_000;
/** After this an answer is not waited for any more, and asked of another server. */
const ANSWER_TIMEOUT_MS = 10_000;

/** A query that a replica cancelled because what it reads was changed under it. */
const RECOVERY_CONFLICT = '40001';

interface Replica {
  readonly database: Kysely<unknown>;
  /** For asking how far it is, not counted among the statements of users. */
  readonly probe: Kysely<unknown>;
  /** The revision that it had when it was last asked, as revisions only grow; -1 while it cannot be read. */
  revision: number;
  asking: boolean;
}

/**
 * Streaming replicas that reads are sent to in turn. One that cannot be reached, or has not come as far as the
 * newest revision that anybody may have seen, is left out until it has; if none is left, the primary answers.
 */
export class Replicas {
  private readonly replicas: readonly Replica[];
  private readonly notices: Notices;
  private readonly timer: NodeJS.Timeout;
  private readonly unwatch: () => void;
  private required = 0;
  private turn = 0;

  constructor(locations: readonly string[], notices: Notices, statements: Statements) {
    this.notices = notices;
    this.replicas = locations.map((location) => {
      const pool = poolOf(location, {
        ...READING,
        query_timeout: ANSWER_TIMEOUT_MS,
        connectionTimeoutMillis: 1_000,
      });
      const probes = poolOf(location, {
        max: 1,
        query_timeout: PROBE_TIMEOUT_MS,
        connectionTimeoutMillis: 1_000,
      });
      return {
        database: kyselyOn(held(pool), () => pool.end(), statements),
        probe: kyselyOn(held(probes), () => probes.end(), new Statements()),
        revision: -1,
        asking: false,
      };
    });
    this.unwatch = notices.add((revision) => this.require(revision));
    this.timer = setInterval(() => this.poll(), POLL_MS).unref();
    this.poll();
  }

  /** Leaves out replicas that are not as far as this revision. */
  require(revision: number): void {
    if (revision <= this.required) return;
    this.required = revision;
    this.poll();
  }

  /** Null where no replica can answer, and the primary must. */
  async rows<Result>(query: RawBuilder<Result>): Promise<Result[] | null> {
    for (const replica of this.able()) {
      try {
        return (await query.execute(replica.database)).rows;
      } catch (error) {
        if (!isOfReplica(error)) throw error;
        replica.revision = -1;
      }
    }
    return null;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.unwatch();
    await Promise.all(this.replicas.flatMap(({ database, probe }) => [database.destroy(), probe.destroy()]));
  }

  /** Those that may answer, the next in turn first. While revisions may be missed, that is none. */
  private able(): Replica[] {
    if (!this.notices.listening) return [];
    this.turn += 1;
    const able = this.replicas.filter(({ revision }) => revision >= this.required);
    const first = able.length === 0 ? 0 : this.turn % able.length;
    return [...able.slice(first), ...able.slice(0, first)];
  }

  private poll(): void {
    for (const replica of this.replicas) void this.ask(replica);
  }

  private async ask(replica: Replica): Promise<void> {
    if (replica.asking) return;
    replica.asking = true;
    try {
      const { rows } = await sql<{ revision: number }>`SELECT revision FROM corpus`.execute(replica.probe);
      replica.revision = rows[0]?.revision ?? -1;
    } catch {
      replica.revision = -1;
    } finally {
      replica.asking = false;
    }
  }
}

/** Of pg, when no answer or no connection comes; a statement that the server itself gave up is dear anywhere. */
const TIMEOUTS = /^(Query read timeout|timeout exceeded when trying to connect)/;

/** Errors that the replica has and the primary may not have. */
function isOfReplica(error: unknown): boolean {
  if (isLostConnection(error)) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return code === RECOVERY_CONFLICT || code.startsWith('ECONN') || TIMEOUTS.test(error.message);
}
