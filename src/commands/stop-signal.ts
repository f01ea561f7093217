/** Milliseconds that new connections are still taken after SIGTERM, so that a balancer reads /ready. */
const NOTICE = 500;
/** Milliseconds after which the process ends, whatever is still running. */
const LAST = 9_500;

/**
 * Ctrl-C or SIGTERM. Listened to from the first moment, as the kernel drops signals that the first process of a
 * container does not handle.
 */
export class StopSignal {
  private readonly signal = Promise.withResolvers<void>();
  private by: NodeJS.Signals | null = null;

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => this.hear(name));
  }

  get asked(): Promise<void> {
    return this.signal.promise;
  }

  get wasAsked(): boolean {
    return this.by !== null;
  }

  /** How long a server still takes connections: who presses Ctrl-C waits for it. */
  get delay(): number {
    return this.by === 'SIGTERM' ? NOTICE : 0;
  }

  /** As if a signal had come, where none has. */
  ask(): void {
    if (this.by === null) this.begin('SIGTERM');
  }

  /** The second one does not wait. */
  private hear(name: NodeJS.Signals): void {
    if (this.by !== null) process.exit(1);
    this.begin(name);
  }

  private begin(name: NodeJS.Signals): void {
    this.by = name;
    setTimeout(() => process.exit(1), LAST).unref();
    this.signal.resolve();
  }
}
