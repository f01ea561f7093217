/** How much a diagnostic matters: data was lost, data was recovered or guessed, or it is only worth knowing. */
export type Severity = 'ERROR' | 'WARNING' | 'INFO';

/** What was wrong with a file of the user's, where, and what to do about it. A value, never thrown. */
export interface Diagnostic {
  /** The file, relative to the folder it was found in, with forward slashes. */
  readonly path: string;
  /** One-based line in the file, or null where the whole file is meant. */
  readonly line: number | null;
  /** Stable, upper-case name of the kind of problem. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what was found. */
  readonly message: string;
  /** One sentence: what the user can do. */
  readonly hint: string;
}

/** The entry of one diagnostic code; every layer lists its own, and docs/diagnostics.md is generated from them. */
export interface DiagnosticCode {
  readonly severity: Severity;
  /** What the code means, for the documentation. */
  readonly meaning: string;
  readonly hint: string;
}

/** An error that the user caused and can mend. The command prints its message and hint in one line. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: string;
  readonly hint: string;
  /** Exit status of the command: 1 when the input cannot be used, 2 for wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(code: string, message: string, hint: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
