import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** What a browser accepts, best first, and how a file that holds it ends. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface StaticFile {
  readonly type: string;
  /** By content encoding; `identity` is the file itself. */
  readonly bodies: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Files of one folder by their path from it, with slashes; kept in memory with what was compressed beside them. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

export function readStaticFiles(folder: string): StaticFiles {
  const names = new Set(readdirSync(folder, { recursive: true }).map(String));
  const files = new Map<string, StaticFile>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const bodies = new Map<string, Uint8Array<ArrayBuffer>>([['identity', readFileSync(join(folder, name))]]);
    for (const [encoding, ending] of ENCODINGS) {
      if (names.has(name + ending)) bodies.set(encoding, readFileSync(join(folder, name + ending)));
    }
    files.set(name.split(sep).join('/'), { type, bodies });
  }
  return files;
}

/** The file in the best encoding that the request accepts. */
export function staticResponse(
  { type, bodies }: StaticFile,
  request: Request,
  headers: Readonly<Record<string, string>>,
  Response: typeof globalThis.Response,
): Response {
  const accepted = new Set(
    (request.headers.get('accept-encoding') ?? '')
      .split(',')
      .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  const encoding = ENCODINGS.map(([name]) => name).find((name) => accepted.has(name) && bodies.has(name));
  const body = bodies.get(encoding ?? 'identity');
  return new Response(request.method === 'HEAD' ? null : (body ?? null), {
    headers: {
      ...headers,
      'content-type': type,
      'content-length': String(body?.length ?? 0),
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  });
}
