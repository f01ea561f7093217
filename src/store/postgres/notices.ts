import pg from 'pg';

export const CHANNEL = 'newsgraph_revision';
const RECONNECT_MS = 500;

/** Hears of a revision that was committed, by any process. */
type RevisionListener = (revision: number) => void;

/** One connection that listens for revisions while anybody wants to know, and is made anew when it breaks. */
export class Notices {
  private readonly location: string;
  private readonly listeners = new Set<RevisionListener>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;
  private hearing = false;

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

  async close(): Promise<void> {
    this.closed = true;
    this.listeners.clear();
    await this.disconnect();
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new pg.Client({ connectionString: this.location, application_name: 'newsgraph listener' });
    this.client = client;
    client.on('notification', ({ payload }) => this.announce(Number(payload)));
    client.on('error', () => this.reconnectLater(client));
    client.on('end', () => this.reconnectLater(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // What was committed while nobody listened is found now.
      const { rows } = await client.query<{ revision: string }>('SELECT revision FROM corpus');
      this.announce(Number(rows[0]?.revision ?? 0));
      this.hearing = this.client === client;
    } catch {
      this.reconnectLater(client);
    }
  }

  private reconnectLater(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    this.hearing = false;
    client.end().catch(() => {});
    if (this.closed || this.listeners.size === 0) return;
    this.retry = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }

  private announce(revision: number): void {
    for (const listener of this.listeners) listener(revision);
  }

  private async disconnect(): Promise<void> {
    clearTimeout(this.retry);
    this.retry = undefined;
    const client = this.client;
    this.client = null;
    this.hearing = false;
    await client?.end().catch(() => {});
  }
}
