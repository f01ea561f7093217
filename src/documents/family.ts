import type { Json, JsonObject } from './document.ts';
import type { FrontMatterFormat } from './front-matter-block.ts';
import type { HtmlTree } from './html-tree.ts';

/** A post before its body is read: what a family is recognised by. */
export interface Post {
  /** Relative to the folder of the ingest, with forward slashes. */
  readonly path: string;
  /** Names of the folders above the file, outermost first. */
  readonly folders: readonly string[];
  /** File name without its ending. */
  readonly stem: string;
  /** Whether the name ends as HTML does. */
  readonly isHtmlFile: boolean;
  readonly format: FrontMatterFormat | null;
  readonly frontMatter: JsonObject;
  /** Whether blank lines stand before the front matter. */
  readonly afterBlankLine: boolean;
  /** Everything after the front matter. */
  readonly body: string;
  /** One-based line on which the body starts. */
  readonly bodyLine: number;
  /** One-based line on which a field of the front matter stands; null where that cannot be told. */
  readonly lineOf: (key: string) => number | null;
  /** The body read as HTML, once, for whoever asks. */
  readonly html: () => HtmlTree;
}

/** What a family knows of a post beyond the front matter that every family shares. */
export interface Reading {
  /** The body, without what the family keeps in it besides the article; a tree where it has been read already. */
  readonly body: string | HtmlTree;
  readonly markup: 'MARKDOWN' | 'HTML';
  readonly categories: readonly (readonly string[])[];
  /** Null to leave it to the front matter. */
  readonly title?: string | null;
  /** A date that is not in the front matter: of the file name. */
  readonly date?: Json;
  /** Canonical URL. */
  readonly url?: string | null;
  readonly author?: string | null;
  /** Publisher that the text credits in this family's own way. */
  readonly credit?: RegExp;
  /** Name of the site that published it. */
  readonly site?: string | null;
  /** Null to leave them to the front matter. */
  readonly tags?: readonly string[];
  readonly language?: string | null;
  readonly heroImage?: string | null;
}

/**
 * A kind of posts: how they are recognised and what is special in them. Each is a file of its own in `families/`, and
 * a line in `families/index.ts`, which has them in the order in which they are asked.
 */
export interface Family {
  readonly name: string;
  /** Why the post is one of this family, as a sentence for a person; null where it is not. */
  recognise(post: Post): string | null;
  read(post: Post): Reading;
}
