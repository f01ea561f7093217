import type { Document } from '../../src/documents/document.ts';
import { DEFAULT_LIMITS, type ReadLimits, readDocument } from '../../src/documents/read.ts';

export interface ReadPost {
  readonly document: Document | null;
  /** `CODE:line` of every diagnostic, the line left out where there is none. */
  readonly codes: readonly string[];
}

/** Reads a post that a test states as text or bytes. */
export function readPost(
  content: string | Uint8Array,
  path = 'posts/example.md',
  limits: Partial<ReadLimits> = {},
): ReadPost {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const options = { timeZone: 'Asia/Shanghai', limits: { ...DEFAULT_LIMITS, ...limits } };
  const { document, diagnostics } = readDocument({ path, bytes }, options);
  return { document, codes: diagnostics.map(({ code, line }) => (line === null ? code : `${code}:${line}`)) };
}

/** The same for a test that is about a post which can be read. */
export function documentOf(content: string | Uint8Array, path?: string): Document {
  const { document, codes } = readPost(content, path);
  if (document === null) throw new Error(`The post was refused: ${codes.join(', ')}`);
  return document;
}

/** The text of a body below front matter with a title and a date. */
export function bodyOf(body: string, path?: string): string {
  return documentOf(`---\ntitle: Example\ndate: 2024-03-05 09:31:00 +0800\n---\n${body}`, path).bodyText;
}
