import type { Diagnostic, DiagnosticCode } from '../diagnostic.ts';

const CODES = {
  FILE_TOO_LARGE: {
    severity: 'ERROR',
    meaning: 'The file is larger than the limit for one post and was not read.',
    hint: 'Split the file, or raise the limit for the size of one file.',
  },
  FILE_EMPTY: {
    severity: 'ERROR',
    meaning: 'The file holds nothing but white space.',
    hint: 'Delete the file, or write the post.',
  },
  NOT_A_POST: {
    severity: 'INFO',
    meaning:
      'The file leads to another page, lists other posts, or is the template of a page; it holds no post.',
    hint: 'Leave such files out with --exclude or .newsgraphignore to silence this.',
  },
  NOT_TEXT: {
    severity: 'ERROR',
    meaning: 'The bytes of the file are no text in any encoding that is known here.',
    hint: 'Keep pictures and other binary files out of the folder of posts.',
  },
  ENCODING_GUESSED: {
    severity: 'INFO',
    meaning: 'The file is not UTF-8; its encoding was recognised from its characters.',
    hint: 'Save the file as UTF-8 to be sure that it is always read the same way.',
  },
  ENCODING_DAMAGED: {
    severity: 'WARNING',
    meaning: 'Some bytes do not belong to the encoding of the file and were replaced by U+FFFD.',
    hint: 'Look for the replacement character in the article, mend the text and save the file as UTF-8.',
  },
  CHARACTERS_REMOVED: {
    severity: 'WARNING',
    meaning: 'Control characters such as NUL, which no text can hold, were removed.',
    hint: 'Remove the control characters from the file.',
  },
  FRONT_MATTER_RECOVERED: {
    severity: 'WARNING',
    meaning: 'The front matter is not valid; its fields were read one by one.',
    hint: 'Quote values that hold a colon or quotation marks, and indent with spaces.',
  },
  FRONT_MATTER_UNCLOSED: {
    severity: 'WARNING',
    meaning: 'The front matter has no end marker; it was taken to end where its fields end.',
    hint: 'Write a line with the end marker (--- or +++) after the last field.',
  },
  FRONT_MATTER_CODE_REFUSED: {
    severity: 'ERROR',
    meaning: 'The front matter is program code, which is never run; its fields are missing.',
    hint: 'Write the front matter as YAML, TOML or JSON.',
  },
  FRONT_MATTER_TOO_LARGE: {
    severity: 'ERROR',
    meaning:
      'The front matter is larger, has more keys or is nested deeper than the limit and was not read as a whole.',
    hint: 'Move the data out of the front matter, or raise the limit.',
  },
  FRONT_MATTER_ALIASES_REFUSED: {
    severity: 'ERROR',
    meaning:
      'The aliases of the front matter multiply into more data than the file holds and were not followed.',
    hint: 'Write the values out instead of using YAML aliases.',
  },
  FRONT_MATTER_DUPLICATE_KEY: {
    severity: 'WARNING',
    meaning: 'A key stands twice in the front matter; the last value was kept.',
    hint: 'Remove one of the two lines.',
  },
  TITLE_MISSING: {
    severity: 'WARNING',
    meaning: 'The post has no title; one was taken from its text or from its file name.',
    hint: 'Give the post a title in its front matter.',
  },
  DATE_MISSING: {
    severity: 'INFO',
    meaning: 'The post gives no date.',
    hint: 'Write the date into the front matter, for example: date: 2024-03-05 09:31:00 +0800.',
  },
  DATE_UNREADABLE: {
    severity: 'WARNING',
    meaning: 'The date of the post cannot be understood and was left empty.',
    hint: 'Write the date in the ISO form, for example: 2024-03-05 09:31:00 +0800.',
  },
  DATE_PLACEHOLDER: {
    severity: 'WARNING',
    meaning: 'The date of the post is a placeholder such as the start of 1970 and was left empty.',
    hint: 'Write the real date into the front matter.',
  },
  BODY_EMPTY: {
    severity: 'WARNING',
    meaning: 'The post has no text besides its title.',
    hint: 'Check that the body was not lost when the post was made.',
  },
  MARKUP_TOO_DEEP: {
    severity: 'WARNING',
    meaning:
      'The elements of the body are nested deeper than the limit; the tags below it were left out, their text kept.',
    hint: 'Close the elements of the body, or raise the limit for nesting.',
  },
  CODE_FENCE_UNCLOSED: {
    severity: 'WARNING',
    meaning: 'A fence of code has no end; it was ended at the first blank line below it.',
    hint: 'Write a line with the same fence (``` or ~~~) below the code.',
  },
  STOCK_MARKET_UNKNOWN: {
    severity: 'INFO',
    meaning: 'A stock link names a market whose number is not known here; it gave no ticker.',
    hint: 'Report the market number if it belongs to a stock exchange.',
  },
} as const satisfies Record<string, DiagnosticCode>;

export type DocumentCode = keyof typeof CODES;

/** Every code that reading a post can report. */
export const DOCUMENT_CODES: Record<string, DiagnosticCode> = CODES;

/** Takes a finding about the post that is being read; `line` is one-based, null for the whole file. */
export type Report = (code: DocumentCode, line: number | null, message: string) => void;

/** A reporter for the file at `path` that appends to `diagnostics`. */
export function reporter(path: string, diagnostics: Diagnostic[]): Report {
  return (code, line, message) => {
    const { severity, hint } = CODES[code];
    diagnostics.push({ path, line, code, severity, message, hint });
  };
}
