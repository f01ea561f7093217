import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
import { UserError } from '../../diagnostic.ts';

const Entry = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,64}$/),
  /** SHA-256 of the key in hexadecimal. A key is 256 random bits, which no list of words can find. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  requestsPerMinute: z.number().int().min(1),
  created: z.iso.datetime(),
  /** Whether its holder may correct links. */
  mayEdit: z.boolean().default(false),
});
const File = z.strictObject({ keys: z.array(Entry) });

/** A key as it is kept: who it was given to and how much they may ask, never the key itself. */
export type KeyEntry = z.output<typeof Entry>;

/** Reads the file; throws `UserError` that names what is wrong with it, and nothing of what is in it. */
export function readKeys(path: string): readonly KeyEntry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(
      'NO_KEYS',
      `The keys ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      `Make a first key: \`newsgraph keys add NAME --keys ${path}\`.`,
    );
  }
  try {
    return File.parse(JSON.parse(text)).keys;
  } catch {
    throw new UserError(
      'MALFORMED_KEYS',
      `The keys ${path} are not as \`newsgraph keys\` writes them.`,
      'Take the file from a backup, or remove it and make new keys.',
    );
  }
}

/** Makes a key and answers it: nobody can read it again. */
export function addKey(path: string, name: string, requestsPerMinute: number, mayEdit = false): string {
  const keys = existsSync(path) ? readKeys(path) : [];
  if (keys.some((key) => key.name === name)) {
    throw new UserError(
      'KEY_EXISTS',
      `There is a key named ${name}.`,
      'Revoke it first, or choose another name.',
    );
  }
  const key = `ng_${randomBytes(32).toString('base64url')}`;
  const entry = {
    name,
    sha256: sha256(key).toString('hex'),
    requestsPerMinute,
    created: new Date().toISOString(),
    mayEdit,
  };
  if (!Entry.safeParse(entry).success) {
    throw new UserError(
      'INVALID_KEY',
      `${JSON.stringify(name)} with ${requestsPerMinute} requests a minute is no key.`,
      'A name has up to 64 letters, digits, dots, dashes and underscores.',
      2,
    );
  }
  writeKeys(path, [...keys, entry]);
  return key;
}

export function revokeKey(path: string, name: string): void {
  const keys = readKeys(path);
  const left = keys.filter((key) => key.name !== name);
  if (left.length === keys.length) {
    throw new UserError(
      'NO_SUCH_KEY',
      `There is no key named ${name}.`,
      `See \`newsgraph keys list --keys ${path}\`.`,
    );
  }
  writeKeys(path, left);
}

/** Whole or not at all, and for the owner's eyes only. */
function writeKeys(path: string, keys: readonly KeyEntry[]): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify({ keys }, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** Milliseconds between two looks whether the file changed. */
const LOOK_INTERVAL = 1_000;

/** The keys of a file, as they are now: a change holds within a second. */
export class KeyRing {
  private readonly path: string;
  private readonly onProblem: (error: UserError) => void;
  private keys: readonly KeyEntry[];
  private changed: number;
  private looked = performance.now();

  /** Throws `UserError` where the file cannot be used. Later `onProblem` hears of it, and the keys stay as they were. */
  constructor(path: string, onProblem: (error: UserError) => void) {
    this.path = path;
    this.onProblem = onProblem;
    this.keys = readKeys(path);
    this.changed = statSync(path).mtimeMs;
  }

  /** Whose key it is; null where it is nobody's. Takes as long for any key, right or wrong. */
  holder(key: string): KeyEntry | null {
    this.look();
    const hash = sha256(key);
    let found: KeyEntry | null = null;
    for (const entry of this.keys) {
      if (timingSafeEqual(hash, Buffer.from(entry.sha256, 'hex'))) found = entry;
    }
    return found;
  }

  private look(): void {
    const now = performance.now();
    if (now - this.looked < LOOK_INTERVAL) return;
    this.looked = now;
    try {
      const changed = statSync(this.path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (changed === this.changed) return;
      this.changed = changed;
      this.keys = readKeys(this.path);
    } catch (error) {
      if (error instanceof UserError) this.onProblem(error);
    }
  }
}

function sha256(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
