import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Catalog } from '../catalog/catalog.ts';
import { type Diagnostic, UserError } from '../diagnostic.ts';
import type { FileState, IngestTransaction, Store } from '../store/store.ts';
import { ingestDiagnostic } from './codes.ts';
import { type Discovery, discover, type FoundFile, systemCode } from './discover.ts';
import { decideIdentities, type HashedFile, type Identities } from './identity.ts';
import { Readers, type SizedFile, worthThreads } from './pool.ts';
import {
  contentHash,
  type ReadArticle,
  type ReaderSettings,
  type ReadFile,
  readerFingerprint,
} from './reading.ts';
import { Relinking } from './relinking.ts';
import { type IngestReport, ReportBuilder } from './report.ts';
import type { Selection } from './selection.ts';
import { putTaught } from './taught.ts';

export interface IngestRequest {
  readonly folders: readonly string[];
  readonly store: Store;
  readonly settings: ReaderSettings;
  readonly threads: number;
  /** Which files of the folders are posts; all of them where it is not given. */
  readonly selection?: Selection;
  /** Whether more than half of the articles may go at once. */
  readonly allowRemoval?: boolean;
  /** Called often, with how far it is. */
  readonly onProgress?: (progress: IngestProgress) => void;
  /** The share of the files that this process takes, where several share one folder and one store. */
  readonly shard?: Shard;
  /** Paths known to have changed since the last ingest, for watching: all other files are taken as they were. */
  readonly changedOnly?: ReadonlySet<string>;
}

/** One of `count` shares, from 1. Every file belongs to exactly one, by its path alone. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface IngestProgress {
  readonly stage: 'looking' | 'linking' | 'reading';
  readonly done: number;
  readonly total: number;
}

/** Files hashed between looks at what else there is to do: a few milliseconds of work. */
const HASHED_AT_ONCE = 256;
/**
 * Articles handed to the store at a time. It writes them in the order of its indexes, which are filled the faster
 * the more come at once (measured, processor time of the thread that stores, 256 and 512 at a time: ten copies of the
 * real posts 1.75 and 1.55 s, 6,000 shuffled posts 3.9 and 3.6 s; with 1,024 little more, and 100 MB).
 */
const STORED_AT_ONCE = 512;
/** Bytes of files after which fewer are handed over, so that large posts do not wait for many others. */
const STORED_BYTES = 16_000_000;

type FileUpdate = FileState & { readonly diagnostics: readonly Diagnostic[] };

/**
 * Brings the store in line with the folders: new and changed posts are read, linked and stored, posts that are
 * gone are removed, posts that a change of the catalog can touch are linked again from the store, everything else is
 * left alone, and all of it becomes visible at once as one revision. What is wrong with a post is a diagnostic; what
 * is wrong with the request throws `UserError`.
 */
export async function ingest(request: IngestRequest): Promise<IngestReport> {
  const started = performance.now();
  const discovery = await discover(request.folders, request.selection);
  const { files } = discovery;
  if (files.length === 0 && !request.changedOnly) throw noPosts(request.folders);
  const readers = new Readers(request.settings, request.threads);
  const transaction = await request.store.beginIngest();
  try {
    const run = new IngestRun(request, transaction, await transaction.files(), readers);
    const report = await run.execute(discovery);
    const revision = await transaction.commit();
    return report.finish(revision, (performance.now() - started) / 1000);
  } catch (error) {
    await transaction.rollback();
    throw error;
  } finally {
    await readers.close();
  }
}

class IngestRun {
  private readonly report = new ReportBuilder();
  private readonly fingerprint: string;
  private readonly request: IngestRequest;
  private readonly transaction: IngestTransaction;
  private readonly known: ReadonlyMap<string, FileState>;
  private readonly knownSlugs: ReadonlySet<string>;
  private readonly readers: Readers;
  private readonly sizes = new Map<string, number>();
  /** Files that are there and cannot be read. */
  private readonly unread = new Set<string>();

  constructor(
    request: IngestRequest,
    transaction: IngestTransaction,
    known: ReadonlyMap<string, FileState>,
    readers: Readers,
  ) {
    this.readers = readers;
    this.request = request;
    this.transaction = transaction;
    this.known = known;
    this.fingerprint = readerFingerprint(request.settings.readOptions);
    this.knownSlugs = new Set([...known.values()].flatMap(({ slug }) => (slug === null ? [] : [slug])));
  }

  async execute({ files, diagnostics, unlisted }: Discovery): Promise<ReportBuilder> {
    const { catalog } = this.request.settings;
    // Threads take about a second to be ready: they do so while the catalog is written and the files are hashed.
    if (worthThreads(files.filter(({ path }) => this.isCertainWork(path)).length)) this.readers.start();
    const before = await this.catalogBefore();
    await this.transaction.putCatalog(catalog);
    const { hashed, unreadable } = await this.hashAll(files);
    for (const path of this.knownBelow(unlisted)) hashed.push({ path, hash: hashOf(this.stateOf(path)) });
    const identities = this.identify(hashed);
    const hashes = new Map(hashed.map((file) => [file.path, file.hash]));

    await this.removeGone(identities, [
      ...files.map((file) => file.path),
      ...diagnostics.map(({ path }) => path),
      ...this.knownBelow(unlisted),
    ]);
    await this.putUnserved(identities, hashes, [...diagnostics, ...unreadable]);

    const work: FoundFile[] = [];
    const linkedBefore = new Map<string, FoundFile>();
    for (const file of files) {
      const slug = identities.slugs.get(file.path);
      if (slug === undefined || this.unread.has(file.path) || !this.isMine(file.path)) continue;
      const state = this.known.get(file.path);
      const isRead = state?.contentHash === this.stamp(hashes.get(file.path) ?? '');
      // A refused post keeps its place in the identities, but has no slug in the store.
      if (isRead && state.catalogVersion === catalog.version) this.report.unchanged(state.slug !== null);
      else if (isRead && state.slug === slug) linkedBefore.set(slug, file);
      else work.push(file);
    }
    const failed = await this.relink(before, linkedBefore);
    await this.readAndStore([...work, ...failed], identities);
    return this.report;
  }

  /** The catalog that articles were linked with; null also where all of them were linked with the one that there is now. */
  private async catalogBefore(): Promise<Catalog | null> {
    const { version } = this.request.settings.catalog;
    const old = [...this.known.values()].some(
      (file) => file.slug !== null && file.catalogVersion !== version,
    );
    return old ? this.transaction.catalog() : null;
  }

  /** Links stored articles again, and answers the files of those for which that failed: reading them says why. */
  private async relink(
    before: Catalog | null,
    files: ReadonlyMap<string, FoundFile>,
  ): Promise<readonly FoundFile[]> {
    if (files.size === 0) return [];
    const relinking = new Relinking(this.transaction, { before, after: this.request.settings.catalog });
    const waiting = new Map(files);
    for await (const batch of relinking.written(new Set(files.keys()))) {
      for (const { article, linked } of batch) {
        this.report.relinked(linked);
        waiting.delete(article.slug);
      }
      const done = files.size - waiting.size;
      this.request.onProgress?.({ stage: 'linking', done, total: files.size });
    }
    return [...waiting.values()];
  }

  /** Whether the file will have to be read whatever is in it. */
  private isCertainWork(path: string): boolean {
    if (!this.isMine(path)) return false;
    const state = this.known.get(path);
    return state === undefined || (state.slug !== null && state.contentHash !== this.stamp(hashOf(state)));
  }

  private isMine(path: string): boolean {
    const { shard } = this.request;
    return shard === undefined || shardOf(path, shard.count) === shard.index;
  }

  private stamp(hash: string): string {
    return `${this.fingerprint}-${hash}`;
  }

  private async hashAll(
    files: readonly FoundFile[],
  ): Promise<{ hashed: HashedFile[]; unreadable: Diagnostic[] }> {
    const hashed: HashedFile[] = [];
    const unreadable: Diagnostic[] = [];
    const { changedOnly, onProgress } = this.request;
    for (const [index, { path, absolute }] of files.entries()) {
      const state = this.known.get(path);
      const before = state ? hashOf(state) : '';
      if (changedOnly && !changedOnly.has(path) && before !== '') {
        hashed.push({ path, hash: before });
        continue;
      }
      try {
        // Synchronous, as a promise a file costs more than reading it (measured: 0.15 s of CPU instead of 1.2 for 20,000 posts).
        const bytes = readFileSync(absolute);
        this.sizes.set(path, bytes.length);
        hashed.push({ path, hash: contentHash(bytes) });
      } catch (error) {
        const message = `The file cannot be read (${systemCode(error)}).`;
        unreadable.push(ingestDiagnostic('UNREADABLE_FILE', path, message));
        // Its article stays until the file can be read again, or is gone.
        this.unread.add(path);
        if (before !== '') hashed.push({ path, hash: before });
      }
      if (index % HASHED_AT_ONCE > 0) continue;
      onProgress?.({ stage: 'looking', done: index, total: files.length });
      await otherWork();
    }
    return { hashed, unreadable };
  }

  private identify(hashed: readonly HashedFile[]): Identities {
    const known = new Map<string, { slug: string; hash: string }>();
    for (const state of this.known.values()) {
      if (state.slug !== null) known.set(state.path, { slug: state.slug, hash: hashOf(state) });
    }
    return decideIdentities(hashed, known);
  }

  /** Forgets files that are no longer there, and articles that no file stands for any more. */
  private async removeGone(identities: Identities, present: readonly string[]): Promise<void> {
    const there = new Set(present);
    const served = new Set(identities.slugs.values());
    const gone = [...this.known.keys()].filter((path) => !there.has(path));
    const slugs = [...this.known.values()].flatMap(({ slug }) =>
      slug !== null && !served.has(slug) ? [slug] : [],
    );
    this.requireRemovable(slugs.length);
    if (gone.length > 0) await this.transaction.removeFiles(gone);
    if (slugs.length > 0) await this.transaction.removeArticles(slugs);
    this.report.removed(slugs.length);
  }

  /** A folder that is not mounted is an empty one; a drop like that is somebody's wish only where they say so. */
  private requireRemovable(removed: number): void {
    const articles = this.knownSlugs.size;
    if (this.request.allowRemoval || removed < 2 || removed * 2 <= articles) return;
    throw new UserError(
      'MANY_REMOVED',
      `${removed} of ${articles} articles would be removed, as their files are gone; nothing was changed.`,
      'Check that every folder is there and mounted; --allow-removal lets them go.',
    );
  }

  /** Files known from before in folders that cannot be listed now. */
  private knownBelow(folders: readonly string[]): string[] {
    if (folders.length === 0) return [];
    return [...this.known.keys()].filter((path) =>
      folders.some(
        (folder) => folder === '' || path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`),
      ),
    );
  }

  private stateOf(path: string): FileState {
    const state = this.known.get(path);
    if (state === undefined) throw new Error(`The file ${path} is not known.`);
    return state;
  }

  /** Duplicates, unreadable files and problems of folders: they have diagnostics, but no article. */
  private async putUnserved(
    identities: Identities,
    hashes: ReadonlyMap<string, string>,
    problems: readonly Diagnostic[],
  ): Promise<void> {
    const updates: FileUpdate[] = problems.map((problem) => this.unserved(problem, ''));
    for (const [path, original] of identities.duplicates) {
      const problem = ingestDiagnostic(
        'DUPLICATE_POST',
        path,
        `The file is byte for byte the post ${original}.`,
      );
      updates.push(this.unserved(problem, hashes.get(path) ?? ''));
    }
    const mine = updates.filter((update) => this.isMine(update.path));
    const changed = mine.filter((update) => {
      this.report.file(
        update.diagnostics,
        update.diagnostics[0]?.code === 'DUPLICATE_POST' ? 'duplicate' : 'refused',
      );
      const state = this.known.get(update.path);
      return state?.contentHash !== update.contentHash || state.slug !== update.slug;
    });
    if (changed.length > 0) await this.transaction.putFiles(changed);
  }

  private unserved(problem: Diagnostic, hash: string): FileUpdate {
    const state = this.unread.has(problem.path) ? this.known.get(problem.path) : undefined;
    return {
      path: problem.path,
      // The code keeps a duplicate apart from the same file read as an article, and makes a lasting problem no change.
      contentHash: `${problem.code}-${state ? hashOf(state) : hash}`,
      catalogVersion: state?.catalogVersion ?? this.request.settings.catalog.version,
      slug: state?.slug ?? null,
      diagnostics: [problem],
    };
  }

  private async readAndStore(work: readonly FoundFile[], identities: Identities): Promise<void> {
    const { onProgress } = this.request;
    const sized = work.map(
      ({ path, absolute }): SizedFile => ({
        path,
        absolute,
        slug: identities.slugs.get(path) ?? path,
        size: this.sizes.get(path) ?? 0,
      }),
    );
    let waiting: ReadFile[] = [];
    let bytes = 0;
    let done = 0;
    for await (const batch of this.readers.read(sized)) {
      waiting.push(...batch);
      for (const { path } of batch) bytes += this.sizes.get(path) ?? 0;
      if (waiting.length < STORED_AT_ONCE && bytes < STORED_BYTES) continue;
      done += waiting.length;
      await this.store(waiting, identities);
      waiting = [];
      bytes = 0;
      onProgress?.({ stage: 'reading', done, total: work.length });
    }
    if (waiting.length === 0) return;
    await this.store(waiting, identities);
    onProgress?.({ stage: 'reading', done: work.length, total: work.length });
  }

  private async store(batch: readonly ReadFile[], identities: Identities): Promise<void> {
    const articles: ReadArticle[] = [];
    const lost: string[] = [];
    const updates: FileUpdate[] = [];
    for (const { path, hash, article, diagnostics } of batch) {
      const slug = identities.slugs.get(path) ?? path;
      const before = this.known.get(path)?.slug ?? null;
      if (article) {
        articles.push(article);
        this.report.article(article.links, this.knownSlugs.has(slug));
      } else if (before !== null) {
        lost.push(before);
      }
      this.report.file(diagnostics, article ? 'article' : 'refused');
      updates.push({
        path,
        contentHash: this.stamp(hash ?? ''),
        catalogVersion: this.request.settings.catalog.version,
        slug: article ? slug : null,
        diagnostics,
      });
    }
    await putTaught(
      this.transaction,
      articles.map(({ taught }) => taught),
    );
    await this.transaction.putPrepared(articles.map(({ prepared }) => prepared));
    if (lost.length > 0) await this.transaction.removeArticles(lost);
    await this.transaction.putFiles(updates);
  }
}

/** From 1 to `count`, evenly spread and the same on every machine. */
function shardOf(path: string, count: number): number {
  return (Number.parseInt(hash('sha1', path, 'hex').slice(0, 8), 16) % count) + 1;
}

/** The content hash inside a stored stamp, `<reader or code>-<hash>`. */
function hashOf(state: FileState): string {
  return state.contentHash.slice(state.contentHash.lastIndexOf('-') + 1);
}

/** Before anything is touched: a mistyped folder must not empty the store. */
function noPosts(folders: readonly string[]): UserError {
  return new UserError(
    'NO_POSTS',
    `There is no post in ${folders.join(', ')}.`,
    'Posts are files that end in .md, .markdown, .html or .txt; name the folder that holds them.',
  );
}
