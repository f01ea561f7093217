import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { type Diagnostic, UserError } from '../diagnostic.ts';
import { type IngestCode, ingestDiagnostic } from './codes.ts';
import { PathFilter, projectOf, type Selection } from './selection.ts';

/** A file that may hold a post. */
export interface FoundFile {
  /** Below the folder, with forward slashes; starts with the folder's own name where several folders are read. */
  readonly path: string;
  readonly absolute: string;
}

export interface Discovery {
  /** Sorted by path, in code-unit order, so that every machine sees the same order. */
  readonly files: readonly FoundFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Paths of folders and links that are there and could not be looked into: nobody knows what they hold. */
  readonly unlisted: readonly string[];
}

const POST_ENDINGS = new Set(['.md', '.markdown', '.mdown', '.mkd', '.html', '.htm', '.xhtml', '.txt']);

/** Whether a file of this name can hold a post; dot files never do. */
export function isPostName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return !name.startsWith('.') && dot > 0 && POST_ENDINGS.has(name.slice(dot).toLowerCase());
}

/**
 * All posts below the folders that the selection takes; of a site generator's project only its content. Links to files and folders inside the same folder are followed once, links that
 * lead out of it are not. Throws `UserError` where a folder does not exist or is none.
 */
export async function discover(
  folders: readonly string[],
  selection: Selection = { include: [], exclude: [] },
): Promise<Discovery> {
  const found = new Map<string, FoundFile>();
  const diagnostics: Diagnostic[] = [];
  const unlisted: string[] = [];
  const prefixes = folderPrefixes(folders);
  for (const [index, folder] of folders.entries()) {
    const root = await rootOf(folder);
    const filter = new PathFilter(root, selection);
    const walk = new Walk(root, prefixes[index] ?? '', filter, { found, diagnostics, unlisted });
    await walk.all();
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, diagnostics, unlisted };
}

/** What the paths of each folder start with: nothing for one folder, its name for several, numbered where two share it. */
export function folderPrefixes(folders: readonly string[]): string[] {
  if (folders.length < 2) return folders.map(() => '');
  const seen = new Map<string, number>();
  return folders.map((folder) => {
    const name = basename(resolve(folder));
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? `${name}/` : `${name}-${count}/`;
  });
}

/** Throws `UserError` where a folder does not exist or is none. */
export async function requireFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rootOf(folder);
}

async function rootOf(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch {
    throw new UserError(
      'NO_FOLDER',
      `There is no folder ${folder}.`,
      'Name a folder of posts, for example `newsgraph serve ./posts`.',
    );
  }
  throw new UserError(
    'NOT_A_FOLDER',
    `${folder} is a file, not a folder.`,
    'Name the folder that it is in; `newsgraph explain FILE` looks at a single post.',
  );
}

interface Findings {
  readonly found: Map<string, FoundFile>;
  readonly diagnostics: Diagnostic[];
  readonly unlisted: string[];
}

class Walk {
  private readonly visited = new Set<string>();
  private readonly root: string;
  private readonly prefix: string;
  private readonly filter: PathFilter;
  private readonly result: Findings;

  constructor(root: string, prefix: string, filter: PathFilter, result: Findings) {
    this.filter = filter;
    this.root = root;
    this.prefix = prefix;
    this.result = result;
  }

  /** Folder by folder with a list of its own: a deep tree must not overflow the stack. */
  async all(): Promise<void> {
    const waiting = [''];
    for (let relative = waiting.pop(); relative !== undefined; relative = waiting.pop()) {
      const entries = await this.entries(relative);
      const leftOut = this.leftOutOf(relative, entries);
      for (const entry of entries) {
        const child = relative === '' ? entry.name : `${relative}/${entry.name}`;
        const kind = await this.kindOf(entry, child);
        if (kind === 'folder') {
          const isRead =
            !entry.name.startsWith('.') && entry.name !== 'node_modules' && !leftOut.has(entry.name);
          if (isRead && !this.filter.excludesFolder(child)) waiting.push(child);
        } else if (kind === 'file' && isPostName(entry.name) && this.filter.takes(child)) {
          const path = this.prefix + child;
          this.result.found.set(path, { path, absolute: join(this.root, child) });
        }
      }
    }
  }

  /** The folders that a site generator's project does not have its posts in. */
  private leftOutOf(relative: string, entries: readonly Dirent[]): ReadonlySet<string> {
    const namesOf = (chosen: readonly Dirent[]): ReadonlySet<string> =>
      new Set(chosen.map(({ name }) => name));
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    const project = projectOf(namesOf(entries.filter((entry) => entry.isFile())), namesOf(folders));
    if (project === null || project.leftOut.length === 0) return new Set();
    const { name, configuration, leftOut } = project;
    const path = relative === '' ? configuration : `${relative}/${configuration}`;
    this.note(
      'GENERATOR_PROJECT',
      path,
      `The folder is a project of ${name}; not read: ${leftOut.join(', ')}.`,
    );
    return new Set(leftOut);
  }

  private async entries(relative: string): Promise<Dirent[]> {
    const absolute = join(this.root, relative);
    try {
      const real = relative === '' ? this.root : await realpath(absolute);
      if (this.visited.has(real)) return [];
      this.visited.add(real);
      return await readdir(absolute, { withFileTypes: true });
    } catch (error) {
      this.cannotRead(relative, 'The folder cannot be read', error);
      return [];
    }
  }

  private async kindOf(entry: Dirent, relative: string): Promise<'file' | 'folder' | 'other'> {
    if (entry.isFile()) return 'file';
    if (entry.isDirectory()) return 'folder';
    if (!entry.isSymbolicLink()) return 'other';
    try {
      const target = await realpath(join(this.root, relative));
      if (target !== this.root && !target.startsWith(this.root + sep)) {
        if (isPostName(entry.name) || (await stat(target)).isDirectory()) {
          this.note('SYMLINK_OUTSIDE', relative, 'The symbolic link leads out of the folder.');
        }
        return 'other';
      }
      return (await stat(target)).isDirectory() ? 'folder' : 'file';
    } catch (error) {
      this.cannotRead(relative, 'The symbolic link leads nowhere', error);
      return 'other';
    }
  }

  private cannotRead(relative: string, what: string, error: unknown): void {
    const code = systemCode(error);
    this.note('UNREADABLE_FILE', relative, `${what} (${code}).`);
    if (code !== 'ENOENT') this.result.unlisted.push(this.prefix + relative);
  }

  private note(code: IngestCode, relative: string, message: string): void {
    this.result.diagnostics.push(ingestDiagnostic(code, this.prefix + relative, message));
  }
}

/** The operating system's name of an error, `EACCES`, for a message. */
export function systemCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
