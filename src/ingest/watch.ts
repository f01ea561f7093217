import { realpath } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import { watch as watchFiles } from 'chokidar';
import { folderPrefixes, isPostName } from './discover.ts';
import { IGNORE_FILE, PathFilter, type Selection } from './selection.ts';

/** What changed since the last call, as `IngestRequest.changedOnly` takes it. */
export interface Changes {
  /** Paths of posts, as discovery names them. */
  readonly posts: ReadonlySet<string>;
  readonly catalog: boolean;
  /** Whether a `.newsgraphignore` changed, so that any file may have become a post or none. */
  readonly selection: boolean;
}

export interface WatchOptions {
  readonly folders: readonly string[];
  readonly catalogFolders: readonly string[];
  /** Changes of other files are none. */
  readonly selection: Selection;
  /** Called with each burst of changes; the next burst is collected until it has ended. It must not reject. */
  readonly onChanges: (changes: Changes) => Promise<void>;
  /** Called when the operating system stops telling about a folder. */
  readonly onError: (error: Error) => void;
}

export interface Watching {
  stop(): Promise<void>;
}

/** Quiet time after which a burst of changes is taken to be over, in milliseconds. */
const QUIET = 120;
/** Longest that a change waits for a burst to end, in milliseconds. */
const PATIENCE = 500;

/** Watches folders of posts and of catalog files; resolves once every change from now on will be seen. */
export async function watch(options: WatchOptions): Promise<Watching> {
  const burst = new Burst(options.onChanges);
  const prefixes = folderPrefixes(options.folders);
  const roots = await Promise.all(options.folders.map((folder) => realpath(folder)));
  const watchers = [
    ...roots.map((root, index) => {
      let filter = new PathFilter(root, options.selection);
      const onPath = (path: string) => {
        const inside = relative(root, path).split(sep).join('/');
        if (inside === IGNORE_FILE) {
          filter = new PathFilter(root, options.selection);
          burst.selection();
        } else if (isPostName(basename(path)) && filter.takes(inside)) {
          burst.post((prefixes[index] ?? '') + inside);
        }
      };
      return observe(root, onPath, options.onError);
    }),
    ...options.catalogFolders.map((folder) => observe(folder, () => burst.catalog(), options.onError)),
  ];
  const stops = await Promise.all(watchers);
  return {
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
      await burst.end();
    },
  };
}

async function observe(
  folder: string,
  onPath: (path: string) => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  const watcher = watchFiles(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => {
      const inside = relative(folder, path);
      return inside !== IGNORE_FILE && /(^|[/\\])(node_modules|\.[^/\\]+)$/.test(inside);
    },
  });
  for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, onPath);
  watcher.on('error', (error) => onError(error as Error));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return () => watcher.close();
}

/** Collects changes until they pause, and hands them on one burst at a time. */
class Burst {
  private readonly onChanges: (changes: Changes) => Promise<void>;
  private posts = new Set<string>();
  private catalogChanged = false;
  private selectionChanged = false;
  private timer: NodeJS.Timeout | null = null;
  private firstAt = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(onChanges: (changes: Changes) => Promise<void>) {
    this.onChanges = onChanges;
  }

  post(path: string): void {
    this.posts.add(path);
    this.wait();
  }

  catalog(): void {
    this.catalogChanged = true;
    this.wait();
  }

  selection(): void {
    this.selectionChanged = true;
    this.wait();
  }

  /** Drops what is still waiting and resolves when the running burst has been dealt with. */
  end(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    return this.running;
  }

  private wait(): void {
    const now = performance.now();
    if (this.timer === null) this.firstAt = now;
    else clearTimeout(this.timer);
    const delay = Math.max(0, Math.min(QUIET, this.firstAt + PATIENCE - now));
    this.timer = setTimeout(() => this.flush(), delay);
  }

  private flush(): void {
    this.timer = null;
    this.running = this.running.then(() => {
      const changes = {
        posts: this.posts,
        catalog: this.catalogChanged,
        selection: this.selectionChanged,
      };
      if (changes.posts.size === 0 && !changes.catalog && !changes.selection) return;
      this.posts = new Set();
      this.catalogChanged = false;
      this.selectionChanged = false;
      return this.onChanges(changes);
    });
  }
}
