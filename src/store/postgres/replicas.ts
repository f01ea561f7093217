import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database.ts';
import type { Query } from '../engine.ts';
import { Cancelled } from '../unavailable.ts';
import type { Notices } from './notices.ts';
import { held, kyselyOn, poolOf, READING, readRows, Statements } from './pool.ts';

/** How often a replica is asked how far it is, and how long it may take to say so. */
const POLL_MS = 200;
const PROBE_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 1_000;

interface Replica {
  readonly location: string;
  pool: pg.Pool;
  /** For asking how far it is, not counted among the statements of users. */
  readonly probe: Kysely<Database>;
  /** The revision that it had when it was last asked, as revisions only grow; -1 while it cannot be read. */
  revision: number;
  asking: boolean;
  /** How to give up on each read that it has not answered yet. */
  readonly waiting: Set<(reason: Error) => void>;
}

/** Reads that belong together. */
export interface ReplicaSession {
  /** Null where no replica can answer, and the primary must. */
  rows<Result>(query: Query<Result>, signal: AbortSignal | undefined): Promise<Result[] | null>;
}

/**
 * Streaming replicas that reads are sent to in turn. One that cannot be reached, is none any more, or has not come as
 * far as the newest revision that anybody may have seen, is left out until it has; if none is left, the primary
 * answers.
 */
export class Replicas {
  private readonly replicas: readonly Replica[];
  private readonly notices: Notices;
  private readonly statements: Statements;
  private readonly connections: number;
  private readonly timer: NodeJS.Timeout;
  private readonly unwatch: () => void;
  private turn = 0;

  constructor(locations: readonly string[], notices: Notices, statements: Statements, connections: number) {
    this.connections = connections;
    this.notices = notices;
    this.statements = statements;
    this.replicas = locations.map((location) => {
      const probes = poolOf(location, {
        max: 1,
        query_timeout: PROBE_TIMEOUT_MS,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      });
      return {
        location,
        pool: this.poolOf(location),
        probe: kyselyOn(held(probes), () => probes.end(), new Statements()),
        revision: -1,
        asking: false,
        waiting: new Set(),
      };
    });
    this.unwatch = notices.add(() => this.poll());
    this.timer = setInterval(() => this.poll(), POLL_MS).unref();
    this.poll();
  }

  /**
   * A client says that it has seen this revision. It is believed as far as the primary confirms, so that no client can
   * keep the replicas from being used. Resolves when reads are answered from no earlier than what there is of it.
   */
  async claimed(revision: number): Promise<void> {
    if (revision > this.notices.newest && this.notices.listening) await this.notices.ask();
  }

  /**
   * For reads that belong together, such as those of one operation: they are sent to one replica, and to the primary
   * from when that cannot answer. So none reads from before another, and what one found another does not miss because
   * it was not there yet.
   */
  session(): ReplicaSession {
    let replica: Replica | null | undefined;
    return {
      rows: async <Result>(query: Query<Result>, signal: AbortSignal | undefined) => {
        replica ??= replica === undefined ? this.next() : null;
        if (replica === null) return null;
        const rows = this.isAble(replica) ? await this.answer(replica, query, signal) : null;
        if (rows === null) replica = null;
        return rows;
      },
    };
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.unwatch();
    await Promise.all(this.replicas.flatMap(({ pool, probe }) => [pool.end(), probe.destroy()]));
  }

  private poolOf(location: string): pg.Pool {
    return poolOf(location, {
      ...READING,
      max: this.connections,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
  }

  /** While revisions may be missed, none is. */
  private isAble({ revision }: Replica): boolean {
    return this.notices.listening && revision >= this.notices.newest;
  }

  private next(): Replica | null {
    const able = this.replicas.filter((replica) => this.isAble(replica));
    this.turn += 1;
    return able[this.turn % able.length] ?? null;
  }

  /** Null where the replica does not answer, or with an error that may be its own. */
  private async answer<Result>(
    replica: Replica,
    query: Query<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result[] | null> {
    const { promise: givenUp, reject } = Promise.withResolvers<never>();
    replica.waiting.add(reject);
    try {
      const compiled = query.compile(replica.probe);
      return await Promise.race([readRows(replica.pool, this.statements, compiled, signal), givenUp]);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === STATEMENT_TIMEOUT) throw error;
      const sound = OF_STATEMENT.test(code) || (error instanceof Error && error.message === NO_TURN);
      if (!sound) replica.revision = -1;
      return null;
    } finally {
      replica.waiting.delete(reject);
    }
  }

  private poll(): void {
    for (const replica of this.replicas) void this.ask(replica);
  }

  private async ask(replica: Replica): Promise<void> {
    if (replica.asking) return;
    replica.asking = true;
    try {
      // A promoted replica no longer follows the primary and has revisions of its own.
      const { rows } = await sql<{
        revision: number;
      }>`SELECT revision FROM corpus WHERE pg_is_in_recovery()`.execute(replica.probe);
      replica.revision = rows[0]?.revision ?? -1;
    } catch (error) {
      replica.revision = -1;
      this.giveUp(replica, error);
    } finally {
      replica.asking = false;
    }
  }

  /** What a replica that does not even say how far it is has not answered yet is asked elsewhere. */
  private giveUp(replica: Replica, error: unknown): void {
    if (replica.waiting.size === 0) return;
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const reject of replica.waiting) reject(reason);
    // Connections on which nothing comes back would be waited for when the replica is there again.
    const silent = replica.pool;
    replica.pool = this.poolOf(replica.location);
    silent.end().catch(() => {});
  }
}

/** The server ended the statement after its time; it would take as long anywhere. */
const STATEMENT_TIMEOUT = '57014';
/** Errors in what was asked, and of a statement that met what was replayed under it: the replica is none the worse. */
const OF_STATEMENT = /^(22|23|40|42)/;
/** Of pg, where every connection was busy for as long as one may take to be made. */
const NO_TURN = 'timeout exceeded when trying to connect';
