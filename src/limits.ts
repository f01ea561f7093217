/**
 * Every limit of the server, as data: the configuration, the command line and the table in docs/operations.md are
 * made from it.
 */
interface Limit {
  readonly default: number;
  readonly least: number;
  readonly unit: 'bytes' | 'ms' | 'count';
  /** What is limited, and what happens past it. */
  readonly meaning: string;
}

export const LIMITS = {
  maxBodyBytes: {
    default: 1_000_000,
    least: 1,
    unit: 'bytes',
    meaning: 'Body of a request. Past it: 413.',
  },
  maxTokens: {
    default: 4_000,
    least: 1,
    unit: 'count',
    meaning: 'Lexical tokens of a document, counted before it is parsed. Past it: `QUERY_TOO_LARGE`.',
  },
  maxNesting: {
    default: 100,
    least: 1,
    unit: 'count',
    meaning: 'Brackets of any kind inside one another, counted before parsing. Past it: `QUERY_TOO_LARGE`.',
  },
  maxDepth: {
    default: 20,
    least: 1,
    unit: 'count',
    meaning: 'Fields inside one another, fragments followed. Past it: `QUERY_TOO_LARGE`.',
  },
  maxAliases: {
    default: 100,
    least: 0,
    unit: 'count',
    meaning: 'Aliases of a document, those of `__typename` too. Past it: `QUERY_TOO_LARGE`.',
  },
  maxDirectives: {
    default: 50,
    least: 0,
    unit: 'count',
    meaning: 'Directives of a document. Past it: `QUERY_TOO_LARGE`.',
  },
  maxRepeats: {
    default: 10,
    least: 1,
    unit: 'count',
    meaning: 'The same field or fragment side by side in one selection. Past it: `QUERY_TOO_LARGE`.',
  },
  maxCost: {
    default: 400_000,
    least: 1,
    unit: 'count',
    meaning: 'Cost of an operation, estimated before it runs. Past it: `QUERY_TOO_LARGE`.',
  },
  maxCheapCost: {
    default: 20_000,
    least: 0,
    unit: 'count',
    meaning: 'Cost of an operation that runs at once. Past it: it waits for a process beside the server.',
  },
  maxWaiting: {
    default: 100,
    least: 1,
    unit: 'count',
    meaning: 'Operations that wait for that process. Past it: 503 with `Retry-After`, `SERVER_BUSY`.',
  },
  operationTimeoutMs: {
    default: 10_000,
    least: 1,
    unit: 'ms',
    meaning: 'An operation, from its execution on. Past it work and statements end: `OPERATION_TIMEOUT`.',
  },
  maxAnswerBytes: {
    default: 16_000_000,
    least: 1_000,
    unit: 'bytes',
    meaning: 'Memory of one answer while it is made. Past it the work ends: `ANSWER_TOO_LARGE`.',
  },
  maxBytesInFlight: {
    default: 96_000_000,
    least: 1_000,
    unit: 'bytes',
    meaning:
      'Memory of all answers that are being made or sent. Past it: 503 with `Retry-After`, `SERVER_BUSY`.',
  },
  maxConcurrency: {
    default: 200,
    least: 1,
    unit: 'count',
    meaning: 'GraphQL requests at work at the same time. Past it: 503 with `Retry-After`, `SERVER_BUSY`.',
  },
  maxSubscriptions: {
    default: 1_000,
    least: 0,
    unit: 'count',
    meaning: 'Subscriptions open at the same time. Past it: 503 with `Retry-After`, `SERVER_BUSY`.',
  },
  maxConnections: {
    default: 5_000,
    least: 1,
    unit: 'count',
    meaning: 'Open connections. Past it a new one is closed.',
  },
  headersTimeoutMs: {
    default: 10_000,
    least: 1,
    unit: 'ms',
    meaning: 'Time for the headers of a request, from the connection on. Past it: 408, closed.',
  },
  bodyTimeoutMs: {
    default: 20_000,
    least: 1,
    unit: 'ms',
    meaning: 'Time for a whole request with its body. Past it: 408, closed.',
  },
  keepAliveTimeoutMs: {
    default: 65_000,
    least: 0,
    unit: 'ms',
    meaning: 'Idle time between two requests of a connection; longer than that of a proxy in front.',
  },
  readerTimeoutMs: {
    default: 30_000,
    least: 1,
    unit: 'ms',
    meaning: 'Time for a client to read an answer, subscriptions aside. Past it the connection is closed.',
  },
  shutdownTimeoutMs: {
    default: 8_000,
    least: 0,
    unit: 'ms',
    meaning: 'Time for requests in flight to end after SIGTERM. Past it they are cut.',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;
export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];

/** Every limit with its default. */
export const DEFAULT_LIMITS = mapLimits(({ default: value }) => value);

/** Something made of each limit, under its name. */
export function mapLimits<Value>(make: (limit: Limit, name: LimitName) => Value): Record<LimitName, Value> {
  return Object.fromEntries(LIMIT_NAMES.map((name) => [name, make(LIMITS[name], name)])) as Record<
    LimitName,
    Value
  >;
}
