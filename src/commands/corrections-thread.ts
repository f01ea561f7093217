/** Entry point of the thread that tells what linking refused, and corrects links, beside the thread that answers. */
import { workerData } from 'node:worker_threads';
import { UserError } from '../diagnostic.ts';
import { Corrections } from '../ingest/corrections.ts';
import type { Corrected, Correction } from '../linking/correction.ts';
import type { Refusal } from '../linking/mention.ts';
import { openStore } from '../store/open.ts';

export interface CorrectionsThreadSettings {
  readonly location: string;
  readonly timeZone: string;
  readonly catalogFolders: readonly string[];
  readonly writtenTo: string | null;
}

/** What the thread is asked. */
export type CorrectionsTask =
  | { readonly kind: 'refusals'; readonly articleId: number }
  | { readonly kind: 'correct'; readonly correction: Correction; readonly write: boolean };

/** What it answers; an error that the user can mend is plain, as classes do not pass between threads. */
export type CorrectionsAnswer =
  | { readonly kind: 'refusals'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'corrected'; readonly corrected: Corrected }
  | { readonly kind: 'refused'; readonly error: Pick<UserError, 'code' | 'message' | 'hint'> };

const { location, timeZone, ...folders } = workerData as CorrectionsThreadSettings;
const corrections = openStore(location, { timeZone }).then((store) => new Corrections({ store, ...folders }));

export default async function run(task: CorrectionsTask): Promise<CorrectionsAnswer> {
  const service = await corrections;
  try {
    if (task.kind === 'refusals') {
      return { kind: 'refusals', refusals: await service.refusals(task.articleId) };
    }
    return { kind: 'corrected', corrected: await service.correct(task.correction, task.write) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint } = error;
    return { kind: 'refused', error: { code, message, hint } };
  }
}
