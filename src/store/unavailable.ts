/** What keeps the store from answering, though nothing is wrong with the question. */
const REASONS = {
  STORE_UNREACHABLE: {
    message: 'The store cannot be reached.',
    hint: 'Ask again after the time in Retry-After; `newsgraph doctor` says what is wrong.',
  },
  STORE_BUSY: {
    message: 'The store has no connection to spare.',
    hint: 'Ask again after the time in Retry-After; the server has more with --store-connections.',
  },
  STORE_TIMEOUT: {
    message: 'The store took too long to answer and was told to stop.',
    hint: 'Ask again after the time in Retry-After, or for smaller pages or a narrower filter.',
  },
  STORE_DAMAGED: {
    message: 'The store cannot be read.',
    hint: 'Its operator finds what is wrong with `newsgraph doctor`; a backup or a new ingest brings it back.',
  },
} as const;

export type UnavailableCode = keyof typeof REASONS;

/** The store did not answer; asked again later it may. `cause` is for logs, not for clients. */
export class StoreUnavailable extends Error {
  readonly code: UnavailableCode;

  constructor(code: UnavailableCode, cause: unknown) {
    super(REASONS[code].message, { cause });
    this.code = code;
  }

  get hint(): string {
    return REASONS[this.code].hint;
  }
}

/** The operation that a statement belonged to was given up. */
export class Cancelled extends Error {
  constructor() {
    super('The operation was given up.');
  }
}
