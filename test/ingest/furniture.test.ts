import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS, readDocument } from '../../src/documents/read.ts';
import { Furniture } from '../../src/ingest/furniture.ts';

const options = { timeZone: 'UTC', limits: DEFAULT_LIMITS };
const FOOTER = 'Follow the Example Herald on Facebook for more of our stories in 2021.';
let folder = '';
afterEach(() => rmSync(folder, { recursive: true }));

/** Posts of a sentence of their own, of which the first `repeating` end in the footer of that year. */
function posts(count: number, repeating: number): void {
  folder = mkdtempSync(join(tmpdir(), 'furniture-'));
  for (let at = 0; at < count; at++) {
    const own = `Post number ${'abcdefghij'.charAt(at % 10)}${'abcdefghij'.charAt(Math.floor(at / 10))} tells a story of its very own kind.`;
    const footer = at < repeating ? `\n\n${FOOTER.replace('2021', String(1990 + at))}` : '';
    writeFileSync(
      join(folder, `${String(at).padStart(3, '0')}.md`),
      `---\ntitle: One\n---\n${own}${footer}\n`,
    );
  }
}

/** What is closed in a post, and what it is the first to have. */
function closedIn(furniture: Furniture, name: string) {
  const absolute = join(folder, name);
  const { document } = readDocument({ path: name, bytes: readFileSync(absolute) }, options);
  if (document === null) throw new Error(`${name} was not read`);
  const { document: closed, first } = furniture.close(document, absolute);
  return { closed: closed.unlinked.map(({ start, end }) => closed.bodyText.slice(start, end)), first };
}

test('a sentence of more than a twentieth of forty posts is closed, whatever numbers it has, and told once', () => {
  posts(40, 3);
  const furniture = new Furniture(options);
  const told = FOOTER.replace('2021', '1990');
  expect(closedIn(furniture, '000.md')).toEqual({ closed: [told], first: [told] });
  expect(closedIn(furniture, '002.md')).toEqual({ closed: [FOOTER.replace('2021', '1992')], first: [] });
  expect(closedIn(furniture, '009.md')).toEqual({ closed: [], first: [] });
  expect(closedIn(new Furniture(options), '000.md')).toEqual({ closed: [told], first: [told] });
});

test('two posts of forty repeat nothing, and fewer posts say nothing', () => {
  posts(40, 2);
  expect(closedIn(new Furniture(options), '000.md')).toEqual({ closed: [], first: [] });
  rmSync(folder, { recursive: true });
  posts(39, 39);
  expect(closedIn(new Furniture(options), '000.md')).toEqual({ closed: [], first: [] });
});

test('a title that posts of a folder share is a column, unless they are copies of one post', () => {
  posts(40, 0);
  const write = (name: string, title: string, heading: string) =>
    writeFileSync(join(folder, name), `---\ntitle: ${title}\n---\n# ${heading}\nText of ${name}.\n`);
  write('a1.md', 'Evening notes', 'Apples are dearer again');
  write('a2.md', 'Evening notes', 'Pears are cheaper at last');
  write('b1.md', 'A copied post', 'What the copied post is about');
  write('b2.md', 'A copied post', 'What the copied post is about');
  const columnTitles = new Furniture(options).columnTitles(folder);
  expect(columnTitles).toEqual(new Set(['Evening notes']));
  const bytes = readFileSync(join(folder, 'a2.md'));
  expect(readDocument({ path: 'a2.md', bytes }, { ...options, columnTitles }).document?.title).toBe(
    'Pears are cheaper at last',
  );
});
