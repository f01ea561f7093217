import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Document, TextRange } from '../documents/document.ts';
import { type ReadOptions, readDocument } from '../documents/read.ts';
import { sentencesOf } from '../linking/sentences.ts';
import { isPostName } from './discover.ts';

/** Fewer posts say nothing of what a folder repeats. */
const FEWEST_POSTS = 40;
/** So many of a folder are read for it, evenly spread over its names in order, however many it has. */
const SAMPLE = 120;
const SHARE = 0.05;
/** Chinese characters and words; shorter sentences are headings and names of things, which posts share by right. */
const SHORTEST = 8;

/** What a folder repeats. */
interface Repeated {
  /** Each sentence, folded, with the first post of the sample that has it. */
  readonly sentences: ReadonlyMap<string, string>;
  readonly titles: ReadonlySet<string>;
}
const NOTHING: Repeated = { sentences: new Map(), titles: new Set() };

interface Folder {
  /** When a file was last added or taken away; the names are not listed again before. */
  readonly changed: number;
  readonly posts: number;
  readonly repeated: Repeated;
  /** When it was last asked whether a file came or went. */
  readonly asked: number;
}

/** Milliseconds between two looks at a folder, of which each costs as much as opening a file. */
const LOOK_INTERVAL = 1000;

/**
 * What a folder's posts repeat: a publisher's footer, a call to subscribe, the title of a column. Names in such
 * sentences say nothing of a post, so they are closed to linking. What is repeated follows from the files of the folder alone, so that every
 * thread and every later run finds the same; a folder is read again when it has grown by a tenth.
 */
export class Furniture {
  readonly #options: ReadOptions;
  readonly #folders = new Map<string, Folder>();

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  /** The document with the repeated sentences closed, and the sentences that this post is the first to have. */
  close(
    document: Document,
    absolute: string,
  ): { readonly document: Document; readonly first: readonly string[] } {
    const repeated = this.#repeatedIn(dirname(absolute)).sentences;
    if (repeated.size === 0) return { document, first: [] };
    const { bodyText } = document;
    const found = sentencesOf(bodyText).filter((range) => repeated.has(foldedSentence(bodyText, range)));
    if (found.length === 0) return { document, first: [] };
    const first = found.map((range) => bodyText.slice(range.start, range.end));
    return {
      document: { ...document, unlinked: joined([...document.unlinked, ...found]) },
      first: first.filter((_, at) => {
        const range = found[at];
        return range !== undefined && repeated.get(foldedSentence(bodyText, range)) === absolute;
      }),
    };
  }

  /** Titles of the folder's posts that are the name of a column: without them, each post gets a title of its own. */
  columnTitles(folder: string): ReadonlySet<string> {
    return this.#repeatedIn(folder).titles;
  }

  #repeatedIn(folder: string): Repeated {
    const asked = performance.now();
    const known = this.#folders.get(folder);
    if (known && asked - known.asked < LOOK_INTERVAL) return known.repeated;
    const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (known?.changed === changed) {
      this.#folders.set(folder, { ...known, asked });
      return known.repeated;
    }
    const posts = postsOf(folder);
    const isSame = known !== undefined && Math.abs(posts.length - known.posts) <= known.posts / 10;
    const repeated = isSame
      ? known.repeated
      : posts.length < FEWEST_POSTS
        ? NOTHING
        : this.#read(folder, posts);
    this.#folders.set(folder, { changed, posts: isSame ? known.posts : posts.length, repeated, asked });
    return repeated;
  }

  #read(folder: string, posts: readonly string[]): Repeated {
    const size = Math.min(SAMPLE, posts.length);
    const counts = new Map<string, { count: number; readonly first: string }>();
    const filesByTitle = new Map<string, string[]>();
    for (let at = 0; at < size; at++) {
      const name = posts[Math.floor((at * posts.length) / size)] ?? '';
      const absolute = join(folder, name);
      const document = this.#documentOf(absolute, this.#options);
      if (document === null) continue;
      const files = filesByTitle.get(document.title) ?? [];
      filesByTitle.set(document.title, [...files, absolute]);
      for (const sentence of longSentencesOf(document)) {
        const known = counts.get(sentence);
        if (known === undefined) counts.set(sentence, { count: 1, first: absolute });
        else known.count++;
      }
    }
    const repeated = [...counts].filter(([, { count }]) => count > size * SHARE);
    const titles = [...filesByTitle].filter(([title, files]) => this.#isColumn(title, files));
    return {
      sentences: new Map(repeated.map(([sentence, { first }]) => [sentence, first])),
      titles: new Set(titles.map(([title]) => title)),
    };
  }

  /** Whether posts that share a title have headings that tell them apart; two copies of one post have not. */
  #isColumn(title: string, files: readonly string[]): boolean {
    if (files.length < 2) return false;
    const options = { ...this.#options, columnTitles: new Set([title]) };
    const others = files
      .map((absolute) => this.#documentOf(absolute, options)?.title)
      .filter((other) => other !== undefined && other !== title);
    return others.length > 1 && new Set(others).size === others.length;
  }

  /** A file that cannot be read repeats nothing; its own reading says what is wrong with it. */
  #documentOf(absolute: string, options: ReadOptions): Document | null {
    try {
      return readDocument({ path: absolute, bytes: readFileSync(absolute) }, options).document;
    } catch {
      return null;
    }
  }
}

function longSentencesOf({ bodyText }: Document): Set<string> {
  const sentences = sentencesOf(bodyText).map((range) => foldedSentence(bodyText, range));
  return new Set(sentences.filter(isLong));
}

/** The names of the posts right in a folder, in code-unit order. */
function postsOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter(isPostName).sort();
  } catch {
    return [];
  }
}

/** A sentence without what changes from post to post: numbers. */
function foldedSentence(text: string, { start, end }: TextRange): string {
  return text.slice(start, end).replace(/\d+/g, '0');
}

function isLong(sentence: string): boolean {
  return (sentence.match(/\p{Script=Han}|[\p{L}\p{N}'’-]+/gu)?.length ?? 0) >= SHORTEST;
}

/** Sorted and disjoint. */
function joined(ranges: readonly TextRange[]): TextRange[] {
  const result: TextRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}
