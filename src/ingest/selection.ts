import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Beside the posts of a folder: patterns of what is none. */
export const IGNORE_FILE = '.newsgraphignore';

/** Which files of the folders are posts, as globs in the form of `.gitignore`, relative to each folder. */
export interface Selection {
  /** Where there are some, only files that match one are read. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A program that makes a site from a folder, and what of the folder is the posts that it is made from. */
interface Generator {
  readonly name: string;
  /** Names of its configuration file. */
  readonly configuration: readonly string[];
  /** A folder that has to stand beside the configuration for it to be this program's. */
  readonly beside?: string;
  /** The only folder that is read; null where posts stand anywhere. */
  readonly content: string | null;
  /** Folders of the site that it makes, of themes and templates. */
  readonly output: readonly string[];
}

const GENERATORS: readonly Generator[] = [
  {
    name: 'Hugo',
    configuration: [
      'hugo.toml',
      'hugo.yaml',
      'hugo.yml',
      'hugo.json',
      'config.toml',
      'config.yaml',
      'config.yml',
    ],
    beside: 'content',
    content: 'content',
    output: [],
  },
  {
    name: 'Hexo',
    configuration: ['_config.yml', '_config.yaml'],
    beside: 'source',
    content: 'source',
    output: [],
  },
  {
    name: 'Jekyll',
    configuration: ['_config.yml', '_config.yaml', '_config.toml'],
    beside: '_posts',
    content: null,
    output: ['_site', '_includes', '_layouts', '_sass', '_data', 'vendor', 'assets'],
  },
  {
    name: 'Eleventy',
    configuration: ['.eleventy.js', 'eleventy.config.js', 'eleventy.config.mjs', 'eleventy.config.cjs'],
    content: null,
    output: ['_site', '_includes', '_layouts', '_data'],
  },
];

/** A generator's project as it was found in a folder. */
export interface Project {
  readonly name: string;
  /** Name of its configuration file. */
  readonly configuration: string;
  /** Folders that are left out. */
  readonly leftOut: readonly string[];
}

/** The project that a folder with these files and folders is; null where it is none. */
export function projectOf(files: ReadonlySet<string>, folders: ReadonlySet<string>): Project | null {
  for (const { name, configuration, beside, content, output } of GENERATORS) {
    const found = configuration.find((file) => files.has(file));
    if (found === undefined || (beside !== undefined && !folders.has(beside))) continue;
    const leftOut = [...folders].filter((folder) =>
      content === null ? output.includes(folder) : folder !== content,
    );
    return { name, configuration: found, leftOut: leftOut.sort() };
  }
  return null;
}

/** Decides by path whether a file below a folder is read. */
export class PathFilter {
  readonly #included: Ignore | null;
  readonly #excluded: Ignore;

  /** With the patterns of the folder's own `.newsgraphignore`, if it has one that can be read. */
  constructor(root: string, { include, exclude }: Selection) {
    this.#included = include.length === 0 ? null : ignore().add(include);
    this.#excluded = ignore().add(exclude).add(ownPatterns(root));
  }

  /** Whether all that is in a folder is left out. */
  excludesFolder(path: string): boolean {
    return this.#excluded.ignores(`${path}/`);
  }

  takes(path: string): boolean {
    return !this.#excluded.ignores(path) && (this.#included?.ignores(path) ?? true);
  }
}

function ownPatterns(root: string): string {
  try {
    return readFileSync(join(root, IGNORE_FILE), 'utf8');
  } catch {
    return '';
  }
}
