import cluster, { type Worker } from 'node:cluster';
import { setTimeout as pause } from 'node:timers/promises';
import { AggregatorRegistry } from 'prom-client';
import type { Config } from '../config.ts';
import { UserError } from '../diagnostic.ts';
import { Mirror } from './mirror.ts';
import type { ToParent, ToProcess } from './parent.ts';
import { STORE_VARIABLE } from './parent.ts';
import { openConfiguredStore } from './settings.ts';
import { Source } from './source.ts';
import type { StopSignal } from './stop-signal.ts';

interface Options {
  readonly config: Config;
  readonly folders: readonly string[];
  readonly watch: boolean;
  readonly stop: StopSignal;
}

/** Serves in as many processes as the configuration says; this one ingests. Until a signal comes. */
export async function serveInProcesses({ config, folders, watch, stop }: Options): Promise<void> {
  const source = new Source(config, folders);
  let mirror: Mirror | null = null;
  let processes: ServingProcesses | null = null;
  try {
    const { location } = source;
    // Made by one, so that the others find it complete.
    const store = await openConfiguredStore(config, source.folders.length > 0, location);
    await store.close();
    processes = new ServingProcesses(config.processes, location);
    await Promise.race([processes.start(), stop.asked]);
    if (stop.wasAsked) return;
    if (source.folders.length > 0) {
      const { tellIngested } = processes;
      mirror = new Mirror({ folders: source.folders, config, location, watch }, tellIngested);
    }
    await Promise.race([mirror?.failed ?? new Promise<never>(() => {}), stop.asked]);
  } finally {
    await Promise.all([processes?.stop(), mirror?.stop()]);
    source.remove();
  }
}

/** Milliseconds before a process takes the place of one that ended. */
const PAUSE = 500;

/** Processes that answer on one port; connections are dealt to them in turn. */
class ServingProcesses {
  private readonly count: number;
  private readonly location: string;
  private readonly said = new Set<string>();
  private readonly metrics = new AggregatorRegistry();
  private stopping = false;

  constructor(count: number, location: string) {
    this.count = count;
    this.location = location;
  }

  /** The first alone: what keeps it from listening, as a port that is taken, is said once. */
  async start(): Promise<void> {
    await listens(this.fork());
    await Promise.all(Array.from({ length: this.count - 1 }, () => listens(this.fork())));
  }

  readonly tellIngested = (outcome: 'committed' | 'failed'): void => {
    const [worker] = workers();
    if (worker) tell(worker, { kind: 'ingested', outcome });
  };

  /** Each completes what it has begun. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(
      workers().map(async (worker) => {
        const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
        tell(worker, { kind: 'stop' });
        await ended;
      }),
    );
  }

  private fork(): Worker {
    const worker = cluster.fork({ [STORE_VARIABLE]: this.location });
    let listening = false;
    worker.once('listening', () => {
      listening = true;
    });
    worker.on('message', (message: ToParent) => void this.hear(worker, message));
    worker.once('exit', (status, signal) => {
      if (this.stopping || !listening) return;
      process.stderr.write(
        `newsgraph: a serving process ended (${signal ?? status}); another takes its place\n`,
      );
      void pause(PAUSE).then(() => this.stopping || this.fork());
    });
    return worker;
  }

  private async hear(worker: Worker, message: ToParent): Promise<void> {
    if (message.kind === 'says') {
      if (!this.said.has(message.line)) process.stdout.write(message.line);
      this.said.add(message.line);
    } else if (message.kind === 'asksMetrics') {
      tell(worker, { kind: 'metrics', text: await this.metrics.clusterMetrics().catch(() => '') });
    }
  }
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

function tell(worker: Worker, message: ToProcess): void {
  if (worker.isConnected()) worker.send(message);
}

/** Rejects with `UserError` where it ends before; it has said why. */
function listens(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('listening', () => resolve());
    worker.once('exit', () =>
      reject(
        new UserError(
          'PROCESS_ENDED',
          'A serving process ended before it listened.',
          'It said above what kept it from that.',
        ),
      ),
    );
  });
}
