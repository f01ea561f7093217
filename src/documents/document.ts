import type { Diagnostic } from '../diagnostic.ts';

/** A file as it was found: its path below the folder (forward slashes) and its bytes. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A UTF-16 code-unit range, end exclusive, as `String.prototype.slice` takes it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface Image {
  readonly url: string;
  readonly alt: string | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Whose picture it is, where a line below it says so. */
  readonly credit?: string;
}

export interface Link {
  /** Absolute where the post says where it stood, otherwise as written: it may then be relative. */
  readonly url: string;
  /** Of a relative link, where it leads within the folder of posts: `posts/example.md`, `2024/03/example`. */
  readonly path: string | null;
  /** What the link is wrapped around, as plain text. */
  readonly text: string;
  /** Where that stands in `bodyText`; null for a link around a picture. */
  readonly range: TextRange | null;
}

/** A video, a recording, or a page of another site that is embedded in the post. */
export interface Media {
  readonly kind: 'VIDEO' | 'AUDIO' | 'EMBED';
  readonly url: string;
}

/** Who published the text: credited in it (（文章来源：…）), its author, or the site it came from. */
export interface ArticleSource {
  readonly name: string;
  readonly url: string | null;
  readonly kind: 'CREDIT' | 'AUTHOR' | 'SITE';
}

/** A security that the markup itself names: a K-line chart block, or an inline link around a name in the text. */
export interface StockReference {
  readonly kind: 'BLOCK' | 'LINK';
  /** ISO 10383 MIC and the exchange's own form of the symbol: XHKG 09988, XNAS AMZN, XSHG 600160. */
  readonly mic: string;
  readonly symbol: string;
  readonly quoteUrl: string | null;
  readonly chartUrl: string | null;
  /** LINK: the range in `bodyText` that the link is around. BLOCK: null, as blocks are not text. */
  readonly range: TextRange | null;
}

/** A post, read completely. Pure data, independent of catalog and store; safe to send between threads. */
export interface Document {
  readonly path: string;
  /** Which family of posts it was read as, and why, in words for `newsgraph ingest --explain`. */
  readonly family: string;
  readonly familyReason: string;
  readonly title: string;
  /** Canonical URL, where the post names one. */
  readonly url: string | null;
  /** RFC 3339 in UTC with `Z`, whole seconds or milliseconds; null where the post gives no usable date. */
  readonly publishedAt: string | null;
  /** The day of publication in the post's own zone, YYYY-MM-DD. */
  readonly publishedOn: string | null;
  /** Offset as the post wrote it, `+08:00`; null where it gave none (a configured zone was then assumed). */
  readonly publishedOffset: string | null;
  /** BCP 47: zh-Hans, zh-Hant, en …; `und` where there is too little text to tell. */
  readonly language: string;
  readonly author: string | null;
  readonly source: ArticleSource | null;
  /** What a reader sees: blocks separated by one newline. Every BODY offset points into this. */
  readonly bodyText: string;
  /** Sanitised; safe to put into a page as it is. */
  readonly bodyHtml: string;
  /** Ranges of `bodyText` that are never linked: code, URLs, e-mail addresses, file names. Sorted, disjoint. */
  readonly unlinked: readonly TextRange[];
  /** Ranges of `bodyText` in bold type. Sorted, disjoint. */
  readonly emphasis: readonly TextRange[];
  /** CJK characters plus words of other scripts in `bodyText`. */
  readonly wordCount: number;
  readonly readingMinutes: number;
  readonly heroImage: Image | null;
  readonly images: readonly Image[];
  readonly links: readonly Link[];
  readonly media: readonly Media[];
  readonly stockReferences: readonly StockReference[];
  readonly tags: readonly string[];
  /** Each category is a path from its root: ['新闻', '科技', '人工智能']. */
  readonly categories: readonly (readonly string[])[];
  /** As written; JSON values only. */
  readonly frontMatter: JsonObject;
}

/** What linking reads of a document; the store keeps it, so that articles are linked again without their files. */
export type LinkableDocument = Pick<
  Document,
  | 'title'
  | 'bodyText'
  | 'language'
  | 'author'
  | 'source'
  | 'tags'
  | 'unlinked'
  | 'stockReferences'
  | 'links'
  | 'emphasis'
>;

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Either a document, or the reasons why the file is none. Diagnostics may accompany both. */
export type ReadResult =
  | { readonly document: Document; readonly diagnostics: readonly Diagnostic[] }
  | { readonly document: null; readonly diagnostics: readonly Diagnostic[] };
