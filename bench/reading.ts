/**
 * Reading whole posts against the bare loop of gray-matter, markdown-it and htmlparser2 over the same files: the two
 * seeds, and every post below a folder where one is given. One core, in processor time, best of the rounds, so that
 * what else the machine does weighs less. Beside it, what a second pass of sanitize-html over the HTML would cost.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import matter from 'gray-matter';
import { parseDocument } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import type { SourceFile } from '../src/documents/document.ts';
import { DEFAULT_LIMITS, readDocument } from '../src/documents/read.ts';

const ROUNDS = 12;
const markdown = new MarkdownIt({ html: true });
const options = { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS };

/** `npm run bench -- reading [FOLDER]` */
export async function run([folder]: readonly string[]): Promise<void> {
  const seeds = filesBelow(join(import.meta.dirname, '../seeds'), '.txt');
  compare('the seeds, 100 times', Array(100).fill(seeds).flat());
  if (folder !== undefined) compare(folder, filesBelow(folder, '.md'));
}

function filesBelow(folder: string, ending: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), bytes: new Uint8Array(readFileSync(path)) }));
}

function compare(name: string, files: readonly SourceFile[]): void {
  const bare = best(() => {
    for (const file of files) readBare(file);
  });
  const whole = best(() => {
    for (const file of files) readDocument(file, options);
  });
  const html = files.map((file) => readDocument(file, options).document?.bodyHtml ?? '');
  const sanitizing = best(() => {
    for (const text of html) sanitizeHtml(text);
  });
  console.log(`${name}: ${files.length} posts`);
  console.log(
    `  bare loop ${micros(bare, files)} µs a post; readDocument ${micros(whole, files)} µs: ${(whole / bare).toFixed(2)} times`,
  );
  console.log(`  sanitize-html over the result would add ${micros(sanitizing, files)} µs`);
}

function readBare(file: SourceFile): void {
  const text = new TextDecoder().decode(file.bytes);
  let { content } = { content: text };
  try {
    // Without options it answers from a cache.
    content = matter(text, {}).content;
  } catch {
    // Front matter that is no YAML ends it; the bare loop goes on with the whole text.
  }
  parseDocument(markdown.render(content));
}

/** Milliseconds of processor time. */
function best(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

function micros(milliseconds: number, files: readonly SourceFile[]): string {
  return ((milliseconds * 1000) / files.length).toFixed(0);
}
