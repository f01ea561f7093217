import { LRUCache } from 'lru-cache';
import { Cancelled } from './unavailable.ts';

/** What answers are asked of. */
interface Revisioned<Self> {
  /** The same for reads none of which answers from before another. */
  session(): Self;
  revision(): Promise<number>;
  readonly isCancelled: boolean;
}

interface Answer {
  readonly value: Promise<unknown>;
}

/**
 * Answers that follow from the revision and the question alone, such as counts over many articles. Whoever asks again
 * while one is being found waits for it. One of an older revision is not asked for again, and makes room in time.
 */
export class AnswerCache {
  private readonly answers: LRUCache<string, Answer>;

  /** Bytes of answers that are kept, roughly. */
  constructor(maxSize: number) {
    this.answers = new LRUCache({ maxSize });
  }

  /** The answers to the questions in their order; those that are not known are found by one call. */
  async all<Engine extends Revisioned<Engine>, Value>(
    engine: Engine,
    questions: readonly string[],
    find: (engine: Engine, missing: readonly number[]) => Promise<readonly Value[]>,
    bytesOf: (value: Value) => number,
  ): Promise<Value[]> {
    // Of one revision, whatever is committed meanwhile and whichever replica answers.
    const session = engine.session();
    const revision = await session.revision();
    const keys = questions.map((question) => `${revision} ${question}`);
    const answers = keys.map((key) => this.answers.get(key));
    const missing = answers.flatMap((answer, index) => (answer === undefined ? [index] : []));
    if (missing.length > 0) {
      const found = find(session, missing);
      for (const [place, index] of missing.entries())
        answers[index] = this.keep(keys[index] ?? '', found, place, bytesOf);
    }
    return Promise.all(
      answers.map(async (answer, index) => {
        try {
          return (await answer?.value) as Value;
        } catch (error) {
          // Another operation had asked for it, and was given up.
          if (!(error instanceof Cancelled) || session.isCancelled) throw error;
          const [value] = await find(session, [index]);
          return value as Value;
        }
      }),
    );
  }

  async one<Engine extends Revisioned<Engine>, Value>(
    engine: Engine,
    question: string,
    find: (engine: Engine) => Promise<Value>,
    bytesOf: (value: Value) => number,
  ): Promise<Value> {
    const [value] = await this.all(engine, [question], async (session) => [await find(session)], bytesOf);
    return value as Value;
  }

  private keep<Value>(
    key: string,
    found: Promise<readonly Value[]>,
    place: number,
    bytesOf: (value: Value) => number,
  ): Answer {
    const answer: Answer = {
      value: found.then((values) => values[place]),
    };
    this.answers.set(key, answer, { size: key.length * 2 + 1 });
    answer.value.then(
      (value) => {
        if (this.answers.peek(key) === answer)
          this.answers.set(key, answer, { size: key.length * 2 + 1 + bytesOf(value as Value) });
      },
      () => {
        if (this.answers.peek(key) === answer) this.answers.delete(key);
      },
    );
    return answer;
  }
}
