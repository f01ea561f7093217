import { Piscina } from 'piscina';
import { UserError } from '../diagnostic.ts';
import type { Corrected, Correction, CorrectionService } from '../linking/correction.ts';
import type { Refusal } from '../linking/mention.ts';
import type { CorrectionsAnswer, CorrectionsTask, CorrectionsThreadSettings } from './corrections-thread.ts';

/** Milliseconds without a question after which the thread ends, and gives back the memory of its catalog. */
const IDLE = 60_000;

/** Corrections on a thread of their own, which starts when first asked: linking a store anew takes seconds. */
export class CorrectionsThread implements CorrectionService {
  private readonly settings: CorrectionsThreadSettings;
  private pool: Piscina<CorrectionsTask, CorrectionsAnswer> | null = null;

  constructor(settings: CorrectionsThreadSettings) {
    this.settings = settings;
  }

  async refusals(articleId: number): Promise<readonly Refusal[]> {
    const answer = await this.ask({ kind: 'refusals', articleId });
    return answer.kind === 'refusals' ? answer.refusals : [];
  }

  async correct(correction: Correction, write: boolean): Promise<Corrected> {
    const answer = await this.ask({ kind: 'correct', correction, write });
    if (answer.kind === 'corrected') return answer.corrected;
    throw new TypeError(`A correction was answered with ${answer.kind}.`);
  }

  async stop(): Promise<void> {
    await this.pool?.destroy();
  }

  private async ask(task: CorrectionsTask): Promise<CorrectionsAnswer> {
    const built = !import.meta.filename.endsWith('.ts');
    this.pool ??= new Piscina<CorrectionsTask, CorrectionsAnswer>({
      filename: new URL(built ? './corrections-thread.js' : './corrections-thread.ts', import.meta.url).href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: IDLE,
      workerData: this.settings,
    });
    const answer = await this.pool.run(task);
    if (answer.kind === 'refused') {
      throw new UserError(answer.error.code, answer.error.message, answer.error.hint);
    }
    return answer;
  }
}
