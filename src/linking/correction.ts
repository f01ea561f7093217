import type { EntityRef } from '../catalog/catalog.ts';
import { UserError } from '../diagnostic.ts';
import type { MentionField, OpenMention, Refusal, ResolvedMention } from './mention.ts';

/** What a reader says of a name in a text. At least one of `not`, `is` and `missing` is there. */
export interface Correction {
  /** The words of the text, as they stand there. */
  readonly words: string;
  /** Not this entity, of which `form` is the form that matched: nowhere, or not within `words` where those are longer. */
  readonly not?: { readonly entity: EntityRef; readonly form: string };
  /** It is this entity. */
  readonly is?: EntityRef;
  /** It is something that the catalog lacks. */
  readonly missing?: { readonly type: 'Company' | 'Product' | 'Topic'; readonly name: string };
}

/** A link that an article gains or loses by a correction. */
export interface LinkChange {
  readonly kind: 'GAINED' | 'LOST';
  readonly field: MentionField;
  readonly start: number;
  readonly end: number;
  readonly surface: string;
  readonly status: (ResolvedMention | OpenMention)['status'];
  /** What it links to, or may. */
  readonly names: readonly string[];
  readonly sentence: string;
}

export interface Corrected {
  /** The file that is written to, as messages name it. */
  readonly file: string;
  /** What is added to it, as a unified diff. */
  readonly diff: string;
  /** The first of the articles that change, and how. */
  readonly changes: readonly { readonly slug: string; readonly links: readonly LinkChange[] }[];
  /** How many articles change. */
  readonly articles: number;
  /** Links that come, and links that go. */
  readonly gained: number;
  readonly lost: number;
  /** Of the store as it is now. */
  readonly revision: string;
}

/** What linking refused in a text, and corrections of what it did. */
export interface CorrectionService {
  /** Names that the text of an article seems to hold and that linking refused, by place. */
  refusals(articleId: number): Promise<readonly Refusal[]>;
  /**
   * What a correction changes, and with `write` the change itself: the file has it, and the store is linked anew. Throws
   * `UserError` where it says nothing, contradicts the catalog, or cannot be written; then nothing has changed.
   */
  correct(correction: Correction, write: boolean): Promise<Corrected>;
}

export function notEditable(): UserError {
  return new UserError(
    'NOT_EDITABLE',
    'This server takes no corrections from you.',
    'Start it with `--edit --catalog FOLDER`, and ask from its own machine or with a key that may edit.',
  );
}
