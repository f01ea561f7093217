import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export const CHANNEL = 'newsgraph_revision';
const RECONNECT_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;
/** A primary that takes longer than this to say its revision may have forgotten who listens. */
const ANSWER_TIMEOUT_MS = 2_000;
/** How often it is asked so that a connection that broke in silence is noticed. */
const HEARTBEAT_MS = 5_000;
/** How often it is asked at most, whatever clients say. */
const ASK_MS = 100;

/** Hears of a revision that was committed, by any process. */
type RevisionListener = (revision: number) => void;

/** One connection that listens for revisions while anybody wants to know, and is made anew when it breaks. */
export class Notices {
  private readonly location: string;
  private readonly listeners = new Set<RevisionListener>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private closed = false;
  private hearing = false;
  private known = 0;
  private asking: Promise<void> = Promise.resolve();
  private nextAsk: Promise<void> | null = null;
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(location: string) {
    this.location = location;
  }

  add(listener: RevisionListener): () => void {
    this.listeners.add(listener);
    if (this.client === null && this.retry === undefined) void this.connect();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) void this.disconnect();
    };
  }

  /** Whether every revision is heard of as it is committed. */
  get listening(): boolean {
    return this.hearing;
  }

  /** The newest revision that the primary is known to have. */
  get newest(): number {
    return this.known;
  }

  /** That this revision was read from the store. */
  learn(revision: number): void {
    if (revision > this.known) this.known = revision;
  }

  /**
   * Resolves when `newest` is at least what was committed before the call, or nobody listens any more. All who ask
   * within a tenth of a second cost the primary one statement.
   */
  ask(): Promise<void> {
    this.nextAsk ??= this.askNext();
    return this.nextAsk;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.listeners.clear();
    await this.disconnect();
  }

  private async askNext(): Promise<void> {
    await this.asking;
    const wait = this.askedAt + ASK_MS - performance.now();
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    // Who asks from here on may have seen what is committed only after the statement began.
    this.nextAsk = null;
    const { client } = this;
    if (client === null || !this.hearing) return;
    this.askedAt = performance.now();
    this.asking = this.read(client).then(
      (revision) => this.learn(revision),
      () => this.reconnectLater(client),
    );
    await this.asking;
  }

  private async read(client: pg.Client): Promise<number> {
    const { rows } = await client.query<{ revision: string }>('SELECT revision FROM corpus');
    return Number(rows[0]?.revision ?? 0);
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new pg.Client({
      connectionString: this.location,
      application_name: 'newsgraph listener',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    });
    this.client = client;
    client.on('notification', ({ payload }) => this.announce(Number(payload)));
    client.on('error', () => this.reconnectLater(client));
    client.on('end', () => this.reconnectLater(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      const before = this.known;
      const revision = await this.read(client);
      if (this.client !== client) return;
      // Another server has taken the primary's place, with less than that had: what was lost is not waited for.
      if (revision < before) this.known = revision;
      // What was committed while nobody listened is found now.
      this.announce(revision);
      this.hearing = true;
      this.heartbeat = setInterval(() => void this.ask(), HEARTBEAT_MS).unref();
    } catch {
      this.reconnectLater(client);
    }
  }

  private reconnectLater(client: pg.Client): void {
    if (this.client !== client) return;
    this.forget();
    client.end().catch(() => {});
    if (this.closed || this.listeners.size === 0) return;
    this.retry = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }

  private announce(revision: number): void {
    if (!Number.isSafeInteger(revision)) return;
    this.learn(revision);
    for (const listener of this.listeners) listener(revision);
  }

  private forget(): void {
    clearInterval(this.heartbeat);
    this.client = null;
    this.hearing = false;
  }

  private async disconnect(): Promise<void> {
    clearTimeout(this.retry);
    this.retry = undefined;
    const { client } = this;
    this.forget();
    await client?.end().catch(() => {});
  }
}
