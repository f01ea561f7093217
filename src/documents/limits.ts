/** Bounds on one post. Beyond a bound there is a diagnostic, and as much of the post as is safe. */
export interface ReadLimits {
  /** Bytes of one file; a larger one is refused. */
  readonly fileBytes: number;
  /** UTF-16 units of the front matter, without its markers. */
  readonly frontMatterLength: number;
  /** Keys of the front matter, those of nested mappings included, plus entries of its lists. */
  readonly frontMatterEntries: number;
  /** How deep mappings and lists of the front matter may be nested. */
  readonly frontMatterDepth: number;
  /** How deep elements of the body may be nested; the tags below are left out and their text is kept. */
  readonly markupDepth: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  fileBytes: 16 * 1024 * 1024,
  frontMatterLength: 256 * 1024,
  frontMatterEntries: 5_000,
  frontMatterDepth: 32,
  markupDepth: 512,
};
