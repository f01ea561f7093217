/** A file with what its identity is decided from. */
export interface HashedFile {
  readonly path: string;
  readonly hash: string;
}

export interface Identities {
  /** Path → slug of the article that the file is. */
  readonly slugs: ReadonlyMap<string, string>;
  /** Path → path of the file that is the same post and is served. */
  readonly duplicates: ReadonlyMap<string, string>;
}

/**
 * Decides which files are the same article and what each article is called, from paths and content hashes alone,
 * before anything is parsed.
 *
 * A slug is the file name without its extension, with as many folders in front as it takes to be unique. Files
 * with the same bytes are one article: the one that already has a slug, else the first by path. `known` are the
 * slugs of the last ingest by path: they are kept while their file is there, and pass to a file with the same
 * bytes when it is not (a rename or a move).
 */
export function decideIdentities(
  files: readonly HashedFile[],
  known: ReadonlyMap<string, { readonly slug: string; readonly hash: string }>,
): Identities {
  const present = new Set(files.map((file) => file.path));
  const orphans = new Map<string, string>();
  for (const [path, { slug, hash }] of known) if (!present.has(path)) orphans.set(hash, slug);

  const slugs = new Map<string, string>();
  const duplicates = new Map<string, string>();
  const served = new Map<string, string>();
  const inOrderOfClaim = [
    ...files.filter((file) => known.has(file.path)),
    ...files.filter((file) => !known.has(file.path)),
  ];
  const taken = new Set<string>();
  const nameless: string[] = [];
  for (const { path, hash } of inOrderOfClaim) {
    const original = served.get(hash);
    if (original !== undefined) {
      duplicates.set(path, original);
      continue;
    }
    served.set(hash, path);
    const slug = known.get(path)?.slug ?? orphans.get(hash);
    if (slug !== undefined && !taken.has(slug)) {
      slugs.set(path, slug);
      taken.add(slug);
    } else {
      nameless.push(path);
    }
  }
  for (const [path, slug] of uniqueNames(nameless.sort(), [...served.values()], taken)) slugs.set(path, slug);
  return { slugs, duplicates };
}

/**
 * The shortest tail of each path that no other article of `all` ends in. Counting over all, and not over the newcomers
 * only, gives the same names whether the others were ingested before, in the same run or by another process.
 */
function uniqueNames(
  paths: readonly string[],
  all: readonly string[],
  taken: Set<string>,
): Map<string, string> {
  const names = new Map<string, string>();
  const every = all.map((path) => withoutExtension(path).split('/'));
  let open = paths.map((path) => ({ path, segments: withoutExtension(path).split('/') }));
  for (let depth = 1; open.length > 0; depth++) {
    const counts = new Map<string, number>();
    for (const segments of every) {
      const tail = segments.slice(-depth).join('/');
      counts.set(tail, (counts.get(tail) ?? 0) + 1);
    }
    open = open.filter(({ path, segments }) => {
      const tail = segments.slice(-depth).join('/');
      const whole = depth >= segments.length;
      if (counts.get(tail) !== 1 && !whole) return true;
      const name = taken.has(tail) ? (whole ? firstFree(path, taken) : null) : tail;
      if (name === null) return true;
      names.set(path, name);
      taken.add(name);
      return false;
    });
  }
  return names;
}

/** For paths that differ in nothing but the extension: the whole file name, then a number. */
function firstFree(path: string, taken: ReadonlySet<string>): string {
  let name = path;
  for (let number = 2; taken.has(name); number++) name = `${path}-${number}`;
  return name;
}

function withoutExtension(path: string): string {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  return dot > slash + 1 ? path.slice(0, dot) : path;
}
