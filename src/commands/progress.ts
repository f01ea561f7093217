import { type Options, SingleBar } from 'cli-progress';
import type { IngestProgress } from '../ingest/ingest.ts';

/** Where an ingest says how far it is: a bar on a terminal, a plain line now and then elsewhere. */
export interface ProgressDisplay {
  update(progress: IngestProgress): void;
  stop(): void;
}

/** Seconds between two plain lines. */
const LINE_INTERVAL = 5;

export function progressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? new Bar(stream) : new Lines(stream);
}

class Bar implements ProgressDisplay {
  private readonly bar: SingleBar;
  private readonly clock = new Clock();
  private started = false;

  constructor(stream: NodeJS.WriteStream) {
    const options: Options = {
      stream,
      clearOnComplete: true,
      hideCursor: true,
      format: '{bar} {value}/{total} posts, {rate}/s, {eta_formatted} left',
      etaBuffer: 200,
    };
    this.bar = new SingleBar(options);
  }

  update({ stage, done, total }: IngestProgress): void {
    if (stage !== 'reading' || total === 0) return;
    if (!this.started) this.bar.start(total, 0, { rate: 0 });
    this.started = true;
    this.bar.update(done, { rate: Math.round(this.clock.rate(done)) });
  }

  stop(): void {
    if (this.started) this.bar.stop();
  }
}

class Lines implements ProgressDisplay {
  private readonly stream: NodeJS.WriteStream;
  private readonly clock = new Clock();
  private last = performance.now();

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
  }

  update({ stage, done, total }: IngestProgress): void {
    const now = performance.now();
    if (now - this.last < LINE_INTERVAL * 1000) return;
    this.last = now;
    const rate = this.clock.rate(done);
    const left = stage === 'reading' ? `, about ${Math.ceil((total - done) / rate)} s left` : '';
    this.stream.write(`${stage} ${done} of ${total} posts, ${Math.round(rate)}/s${left}\n`);
  }

  stop(): void {}
}

/** Posts a second since the first one was asked about. */
class Clock {
  private began: number | null = null;

  rate(done: number): number {
    this.began ??= performance.now();
    return done / Math.max(0.001, (performance.now() - this.began) / 1000);
  }
}
