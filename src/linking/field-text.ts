import type { TextRange } from '../documents/document.ts';
import { foldText } from './characters.ts';
import type { MentionField } from './mention.ts';
import { sentenceAround, sentencesOf } from './sentences.ts';
import { endOffset, type TextView, viewIndex, viewOf } from './view.ts';

/** Both texts of one document: what one says can tell what a word of the other means. */
export interface DocumentText {
  readonly title: FieldText;
  readonly body: FieldText;
}

/** Title or body of one document, prepared for linking. */
export class FieldText {
  readonly field: MentionField;
  readonly view: TextView;
  /** The text without differences of width, script and typography; same offsets. */
  readonly folded: string;
  readonly #sentences: readonly TextRange[];
  readonly #closed: readonly TextRange[];

  /** `closed` are the ranges in which nothing is linked: sorted and disjoint. */
  constructor(field: MentionField, text: string, closed: readonly TextRange[]) {
    this.field = field;
    this.view = viewOf(text);
    this.folded = foldText(text);
    this.#sentences = sentencesOf(text);
    this.#closed = closed;
  }

  get text(): string {
    return this.view.text;
  }

  /** The range in the text of a range in the view. */
  rangeOf(start: number, end: number): TextRange {
    return { start: this.view.offsets[start] ?? this.text.length, end: endOffset(this.view, end) };
  }

  sentence(range: TextRange): TextRange {
    return sentenceAround(this.#sentences, range);
  }

  /** A range of the text as a range of the view. */
  inView(range: TextRange): TextRange {
    return { start: viewIndex(this.view, range.start), end: viewIndex(this.view, range.end) };
  }

  isClosed(range: TextRange): boolean {
    let low = 0;
    let high = this.#closed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#closed[middle]?.end ?? 0) <= range.start) low = middle + 1;
      else high = middle;
    }
    return (this.#closed[low]?.start ?? Number.POSITIVE_INFINITY) < range.end;
  }
}
