/**
 * Reading whole posts against the reader before the libraries (of the commit in `BEFORE`, taken from the history into a
 * folder of its own), and against the bare loop of gray-matter, markdown-it and htmlparser2 over the same files: the two
 * seeds, and every post below a folder where one is given. In turn in one process, in processor time, best of the
 * rounds, so that what else the machine does weighs on all sides alike. Then what no post should be: elements nested
 * without end, and files of megabytes. The last line is all of it as JSON.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import matter from 'gray-matter';
import { parseDocument } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import type { SourceFile } from '../src/documents/document.ts';
import { DEFAULT_LIMITS, readDocument } from '../src/documents/read.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** The last commit whose reader was our own code throughout. */
const BEFORE = '978e870^';
const ROUNDS = 12;
const MB = 1024 * 1024;
const markdown = new MarkdownIt({ html: true });
const options = { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS };

type Reader = (file: SourceFile) => unknown;

interface Comparison {
  readonly posts: number;
  /** Microseconds of processor time a post. */
  readonly bare: number;
  readonly before: number | null;
  readonly now: number;
  readonly timesBefore: number | null;
}

/** `npm run bench -- reading [FOLDER]` */
export async function run([folder]: readonly string[]): Promise<void> {
  const history = mkdtempSync(join(tmpdir(), 'newsgraph-reading-'));
  try {
    const before = await readerBefore(history);
    const now: Reader = (file) => readDocument(file, options);
    const seeds = Array(100)
      .fill(filesBelow(join(ROOT, 'seeds'), '.txt'))
      .flat();
    const result = {
      seeds: compare('the seeds, 100 times', seeds, before, now),
      ...(folder === undefined ? {} : { folder: compare(folder, filesBelow(folder, '.md'), before, now) }),
      large: Object.fromEntries(LARGE.map(([name, text]) => [name, large(name, text())])),
    };
    console.log(JSON.stringify(result));
  } finally {
    rmSync(history, { recursive: true, force: true });
  }
}

/** Null where the history does not go back so far, as in a shallow clone. */
async function readerBefore(folder: string): Promise<Reader | null> {
  try {
    const archive = execFileSync('git', ['archive', BEFORE, 'src/documents', 'src/diagnostic.ts'], {
      cwd: ROOT,
      maxBuffer: 64 * MB,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
  } catch {
    console.log(`The history has no ${BEFORE}: there is no reader to compare with.`);
    return null;
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const old = (await import(join(folder, 'src/documents/read.ts'))) as {
    readDocument: typeof readDocument;
    DEFAULT_LIMITS: typeof DEFAULT_LIMITS;
  };
  const oldOptions = { ...options, limits: old.DEFAULT_LIMITS };
  return (file) => old.readDocument(file, oldOptions);
}

function filesBelow(folder: string, ending: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), bytes: new Uint8Array(readFileSync(path)) }));
}

function compare(name: string, files: readonly SourceFile[], before: Reader | null, now: Reader): Comparison {
  const sides = [readBare, before ?? readBare, now] as const;
  const rounds = Array.from({ length: ROUNDS }, () => sides.map((side) => processorTime(files, side)));
  const [bare = 0, old = 0, own = 0] = sides.map((_, index) =>
    Math.round((Math.min(...rounds.map((times) => times[index] ?? 0)) * 1000) / files.length),
  );
  const timesBefore = before === null ? null : Math.round((own / old) * 100) / 100;
  console.log(
    `${name}: ${files.length} posts; µs a post: bare loop ${bare}, ` +
      `${before === null ? '' : `before ${old}, `}now ${own}${timesBefore === null ? '' : ` (${timesBefore} times before)`}`,
  );
  return { posts: files.length, bare, before: before === null ? null : old, now: own, timesBefore };
}

function readBare(file: SourceFile): void {
  const text = new TextDecoder().decode(file.bytes);
  let content = text;
  try {
    // Without options it answers from a cache.
    content = matter(text, {}).content;
  } catch {
    // Front matter that is no YAML ends it; the bare loop goes on with the whole text.
  }
  parseDocument(markdown.render(content));
}

const flat = (size: number): string => '<p>A paragraph with <b>bold</b> type.</p>\n'.repeat(size / 42);

const LARGE: readonly (readonly [name: string, text: () => string])[] = [
  ['100,000 nested div', () => '<div>'.repeat(100_000)],
  ['4 MB of paragraphs', () => flat(4 * MB)],
  ['16 MB of paragraphs', () => flat(15.9 * MB)],
  ['64 MB', () => 'x'.repeat(64 * MB)],
];

/** Seconds of processor time for one file, and whether it was read. */
function large(name: string, body: string): { seconds: number; isRead: boolean } {
  const file = { path: 'large.html', bytes: new TextEncoder().encode(`---\ntitle: Large\n---\n${body}`) };
  let isRead = false;
  const milliseconds = processorTime([file], () => {
    isRead = readDocument(file, options).document !== null;
  });
  const seconds = Math.round(milliseconds / 10) / 100;
  console.log(`${name}: ${isRead ? 'read' : 'refused'} in ${seconds} s`);
  return { seconds, isRead };
}

/** Milliseconds. */
function processorTime(files: readonly SourceFile[], reader: Reader): number {
  const start = process.cpuUsage();
  for (const file of files) reader(file);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
