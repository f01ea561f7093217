import type { Diagnostic, DiagnosticCode } from '../diagnostic.ts';

/** Problems of files and folders, as opposed to problems of what is written in a post. */
export const INGEST_CODES = {
  UNREADABLE_FILE: {
    severity: 'ERROR',
    meaning: 'The operating system refused to open or read a file or folder.',
    hint: 'Check that the file exists and that its permissions let you read it.',
  },
  SYMLINK_OUTSIDE: {
    severity: 'WARNING',
    meaning: 'A symbolic link leads out of the folder and was not followed.',
    hint: 'Copy the target into the folder, or name its folder on the command line as well.',
  },
  GENERATOR_PROJECT: {
    severity: 'INFO',
    meaning:
      'The folder is the project of a site generator; the site that it makes and its themes were not read.',
    hint: 'Name a folder that was left out by itself to read it, or choose files with --include and --exclude.',
  },
  DUPLICATE_POST: {
    severity: 'INFO',
    meaning: 'The same post, byte for byte, stands under another path and is served once.',
    hint: 'Nothing has to be done; remove one of the two files to silence this.',
  },
  REPEATED_SENTENCE: {
    severity: 'INFO',
    meaning:
      'A sentence stands in more than one of twenty posts of the folder, as a footer does. The names in it are not linked; this post is the first to have it.',
    hint: 'Nothing has to be done; remove the sentence from the posts to silence this.',
  },
  READER_FAILED: {
    severity: 'ERROR',
    meaning: 'Reading or linking the post failed in a way that is an error of Newsgraph.',
    hint: 'Please report the post; every other post was ingested.',
  },
} as const satisfies Record<string, DiagnosticCode>;

export type IngestCode = keyof typeof INGEST_CODES;

export function ingestDiagnostic(code: IngestCode, path: string, message: string): Diagnostic {
  const { severity, hint } = INGEST_CODES[code];
  return { path, line: null, code, severity, message, hint };
}
