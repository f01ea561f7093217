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
  private stage: IngestProgress['stage'] = 'looking';

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

  update(progress: IngestProgress): void {
    const { stage, done, total } = progress;
    if (stage === 'looking' || total === 0) return;
    const rate = Math.round(this.clock.rate(progress));
    if (this.stage !== stage) this.bar.start(total, 0, { rate: 0 });
    this.stage = stage;
    this.bar.update(done, { rate });
  }

  stop(): void {
    if (this.stage !== 'looking') this.bar.stop();
  }
}

class Lines implements ProgressDisplay {
  private readonly stream: NodeJS.WriteStream;
  private readonly clock = new Clock();
  private last = performance.now();

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
  }

  update(progress: IngestProgress): void {
    const { stage, done, total } = progress;
    const rate = this.clock.rate(progress);
    const now = performance.now();
    if (now - this.last < LINE_INTERVAL * 1000) return;
    this.last = now;
    const left = stage !== 'looking' ? `, about ${Math.ceil((total - done) / rate)} s left` : '';
    this.stream.write(`${stage} ${done} of ${total} posts, ${Math.round(rate)}/s${left}\n`);
  }

  stop(): void {}
}

/** Posts a second since the stage began. */
class Clock {
  private stage: IngestProgress['stage'] | null = null;
  private began = 0;

  rate({ stage, done }: IngestProgress): number {
    const now = performance.now();
    if (stage !== this.stage) {
      this.stage = stage;
      this.began = now;
    }
    return done / Math.max(0.001, (now - this.began) / 1000);
  }
}
