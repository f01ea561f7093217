import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { UserError } from './diagnostic.ts';
import { DEFAULT_LIMITS as READING_LIMITS, type ReadOptions } from './documents/read.ts';
import { type Limits, mapLimits } from './limits.ts';

/** Read from the working directory when `--config` names no other. */
const DEFAULT_FILE = 'newsgraph.yaml';

/** Where the store is when no setting names one. */
export const DEFAULT_STORE = '.newsgraph/graph.db';

const port = z.coerce.number().int().min(0).max(65_535);
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value))
  .transform((values) => values.filter((value) => value !== ''));
const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1'),
]);
const timeZone = z.string().refine(isTimeZone, { message: 'is no IANA time zone such as Asia/Shanghai' });
const origin = z.string().refine(isOrigin, { message: 'is no origin such as https://example.org' });

const ConfigSchema = z.strictObject({
  /** Address that the server listens on. */
  host: z.string().min(1).default('127.0.0.1'),
  port: port.default(4000),
  /** Folders of posts that `serve` and `ingest` read where none is named on the command line. */
  posts: list.default([]),
  /** Globs as in `.gitignore`: where there are some, only files that match one are read. */
  include: list.default([]),
  /** Globs of files and folders that are not read; a folder's own `.newsgraphignore` adds to them. */
  exclude: list.default([]),
  /** Whether an ingest may remove more than half of the articles. */
  allowRemoval: flag.default(false),
  /** SQLite file, `:memory:`, or a postgres:// URL. */
  store: z.string().min(1).default(DEFAULT_STORE),
  /** Streaming replicas that reads are sent to (PostgreSQL only). */
  readStore: list.default([]),
  /** Connections to a PostgreSQL store that each serving process reads with. */
  storeConnections: z.coerce.number().int().min(1).max(1000).default(10),
  /** Folders of catalog files, merged over the shipped catalog in this order. */
  catalog: list.default([]),
  /** Whether readers may correct links; corrections are written to the last of the catalog folders. */
  edit: flag.default(false),
  /** Zone assumed for dates that are written without one, and whose midnight bounds timelines. */
  timeZone: timeZone.default('Asia/Shanghai'),
  /** Origins that browsers on other sites may call from; none by default. */
  cors: list.pipe(z.array(origin)).default([]),
  /** Turns each of the six below to its safe side; each can be set by itself. */
  production: flag.default(false),
  /** Whether browsers get the GraphiQL page. */
  graphiql: flag.optional(),
  introspection: flag.optional(),
  /** Whether messages name what may have been meant. Off wherever introspection is. */
  suggestions: flag.optional(),
  /** Whether `_service` tells the SDL of the subgraph. Off wherever introspection is. */
  serviceSdl: flag.optional(),
  /** Whether a GET is answered only for a persisted document. */
  persistedGet: flag.optional(),
  /** Whether anybody who reaches an address that is not loopback may ask, without a key. */
  public: flag.default(false),
  /** File of the keys that clients need, as `newsgraph keys` writes it. */
  keys: z.string().min(1).optional(),
  /** Where `/metrics`, `/health` and `/ready` are in place of the port of the clients. */
  operationsPort: port.optional(),
  operationsHost: z.string().min(1).default('127.0.0.1'),
  /** What is logged: nothing, unexpected errors, or every answer; in production every answer. */
  log: z.enum(['off', 'errors', 'requests']).optional(),
  /** Files of documents that clients run by their ids, as codegen and relay-compiler write them. */
  trustedDocuments: list.default([]),
  /** Whether every other document is refused. */
  trustedOnly: flag.default(false),
  /** What a supergraph sees of the root fields `node` and `nodes`. */
  federationNode: z.enum(['keep', 'hide', 'omit']).default('keep'),
  /** What stands before the names of types, for a supergraph that has types of the same names. */
  typePrefix: z
    .string()
    .regex(/^([A-Z][A-Za-z0-9]{0,30})?$/, 'must begin with a capital and hold letters and digits only')
    .default(''),
  /** Processes that answer on one port; where there are several, one more ingests. */
  processes: z.coerce.number().int().min(1).max(64).default(1),
  /** Threads that read and link posts. */
  workers: z.coerce.number().int().min(1).max(64).default(Math.max(1, availableParallelism())),
  /** Largest post that is read, in bytes. */
  maxFileBytes: z.coerce
    .number()
    .int()
    .min(1024)
    .default(16 * 1024 * 1024),
  ...mapLimits(({ default: value, least }) => z.coerce.number().int().min(least).default(value)),
});

const ConsistentConfig = ConfigSchema.refine(
  ({ trustedOnly, trustedDocuments }) => !trustedOnly || trustedDocuments.length > 0,
  {
    path: ['trustedOnly'],
    message: 'there are no trusted documents; name their file with --trusted-documents',
  },
)
  .refine(({ edit, catalog }) => !edit || catalog.length > 0, {
    path: ['edit'],
    message: 'there is no folder for corrections; name one with --catalog',
  })
  .transform((config) => {
    const { production } = config;
    const introspection = config.introspection ?? !production;
    return {
      ...config,
      introspection,
      graphiql: config.graphiql ?? !production,
      suggestions: config.suggestions ?? introspection,
      serviceSdl: config.serviceSdl ?? introspection,
      persistedGet: config.persistedGet ?? production,
      log: config.log ?? (production ? ('requests' as const) : ('errors' as const)),
    };
  });

/** Every setting of a run, complete and valid. */
export type Config = z.output<typeof ConsistentConfig>;
export type ConfigKey = keyof Config;

/**
 * One configuration from the command's flags, the environment and a YAML file, in this order of precedence.
 * `HOST` and `PORT` are read as they are, every other setting as `NEWSGRAPH_` and its name in upper snake case.
 * Throws `UserError` (exit status 2) that names the setting, where it was made and what is wrong with it.
 */
export function resolveConfig(
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
  file?: string,
): Config {
  const sources: [ConfigKey, string, unknown][] = [];
  const fromFile = readFile(file);
  for (const key of Object.keys(ConfigSchema.shape) as ConfigKey[]) {
    const variable = environmentName(key);
    if (flags[key] !== undefined) sources.push([key, `--${kebab(key)}`, flags[key]]);
    else if (environment[variable]) sources.push([key, variable, environment[variable]]);
    else if (fromFile.values[key] !== undefined)
      sources.push([key, `${key} in ${fromFile.path}`, fromFile.values[key]]);
  }
  const parsed = ConsistentConfig.safeParse(
    Object.fromEntries(sources.map(([key, , value]) => [key, value])),
  );
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = sources.find(([key]) => key === issue?.path[0]);
  throw new UserError(
    'INVALID_SETTING',
    `${place?.[1] ?? 'The configuration'} ${JSON.stringify(place?.[2])} is not valid: ${issue?.message}.`,
    'Run `newsgraph serve --help` for every setting with an example.',
    2,
  );
}

/** What the reader of posts needs of the configuration. */
export function readOptions({ timeZone, maxFileBytes }: Config): ReadOptions {
  return { timeZone, limits: { ...READING_LIMITS, fileBytes: maxFileBytes } };
}

/** The limits of the server among the settings. */
export function limitsOf(config: Config): Limits {
  return mapLimits((_, name) => config[name]);
}

function readFile(file: string | undefined): { path: string; values: Record<string, unknown> } {
  const path = file ?? DEFAULT_FILE;
  if (!existsSync(path)) {
    if (file === undefined) return { path, values: {} };
    throw new UserError(
      'NO_CONFIG_FILE',
      `There is no configuration file ${path}.`,
      'Check the path after --config.',
      2,
    );
  }
  let values: unknown;
  try {
    values = parseYaml(readFileSync(path, 'utf8')) ?? {};
  } catch (error) {
    throw new UserError(
      'INVALID_CONFIG_FILE',
      `${path} cannot be read as YAML: ${(error as Error).message.split('\n')[0]}`,
      'Mend the line that is named.',
      2,
    );
  }
  const known = new Set(Object.keys(ConfigSchema.shape));
  const keys = typeof values === 'object' && !Array.isArray(values) ? Object.keys(values as object) : [''];
  const unknown = keys.find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new UserError(
      'UNKNOWN_SETTING',
      `${path} has the setting ${JSON.stringify(unknown)}, which does not exist.`,
      `Settings are ${[...known].join(', ')}.`,
      2,
    );
  }
  return { path, values: values as Record<string, unknown> };
}

/** The environment variable of a setting: `timeZone` → `NEWSGRAPH_TIME_ZONE`. */
export function environmentName(key: ConfigKey): string {
  if (key === 'host' || key === 'port') return key.toUpperCase();
  return `NEWSGRAPH_${kebab(key).replaceAll('-', '_').toUpperCase()}`;
}

/** `timeZone` → `time-zone`, as flags are written. */
export function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}
