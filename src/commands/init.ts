import { existsSync, writeFileSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../diagnostic.ts';
import { isPostName } from '../ingest/discover.ts';
import { LIMIT_NAMES, LIMITS } from '../limits.ts';

export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description('Find the posts below this folder and write a commented newsgraph.yaml for them.')
    .addHelpText('after', '\nExample:\n  newsgraph init && newsgraph serve')
    .action(async () => {
      const file = 'newsgraph.yaml';
      if (existsSync(file)) {
        throw new UserError('CONFIG_EXISTS', `There is a ${file} already.`, 'Edit it, or remove it first.');
      }
      const { folder, posts } = await findPosts('.');
      writeFileSync(file, settingsFile(folder));
      const found =
        folder === null ? 'no post was found; name the folder in it' : `${posts} posts in ${folder}`;
      process.stdout.write(`${file} written: ${found}. Then run \`newsgraph serve\`.\n`);
    });
}

/** A newsgraph.yaml with every setting: the folder of posts, and the rest as comments with their defaults. */
export function settingsFile(folder: string | null): string {
  const posts = folder === null ? '# posts: [./posts]' : `posts: [${JSON.stringify(folder)}]`;
  const limits = LIMIT_NAMES.map((name) => `# ${LIMITS[name].meaning}\n# ${name}: ${LIMITS[name].default}`);
  return `${SETTINGS.replace('POSTS', posts)}\n# Limits.\n${limits.join('\n')}\n`;
}

const SETTINGS = `# Settings of newsgraph. Each is also a flag (--time-zone) and a variable (NEWSGRAPH_TIME_ZONE).

# Folders of posts that \`newsgraph serve\` and \`newsgraph ingest\` read.
POSTS

# Which files are read: globs as in .gitignore, beside each folder's own .newsgraphignore.
# include: []
# exclude: []

# Where what was read is kept: a SQLite file, or postgres://user@host/database.
# store: .newsgraph/graph.db
# readStore: []            # streaming replicas of a PostgreSQL store
# storeConnections: 10     # to a PostgreSQL store, of each serving process
# catalog: []              # folders of your own companies, products, topics and aliases
# edit: false              # whether readers may correct links, into the last of these folders
# timeZone: Asia/Shanghai  # of dates that are written without one
# workers: 2               # threads that read posts
# processes: 1             # processes that answer on one port
# maxFileBytes: 16777216   # the largest post that is read
# allowRemoval: false      # whether more than half of the articles may go at once

# Where the server listens. On an address that is not loopback it wants keys or to be public.
# host: 127.0.0.1
# port: 4000
# keys: keys.json          # made by \`newsgraph keys add NAME --keys keys.json\`
# public: false
# cors: []                 # origins of other sites whose pages may call

# In production the five settings below it turn to their safe side, and every answer is logged.
# production: false
# graphiql: true
# introspection: true
# suggestions: true
# serviceSdl: true
# persistedGet: false
# trustedDocuments: []     # files of documents that clients run by their ids
# trustedOnly: false
# federationNode: keep     # what a supergraph sees of node and nodes: keep, hide or omit
# typePrefix: ""           # what stands before the names of types, for a supergraph that has them too

# /metrics, /health and /ready on a port of their own.
# operationsPort: 9464
# operationsHost: 127.0.0.1
# log: errors              # off, errors or requests
`;

/** Folders below the start that are walked, and files of one that are looked into. */
const DEEPEST = 6;
const FRONT_MATTER = /^\uFEFF?\s*(---|\+\+\+|\{)/;

/** The lowest folder that holds nine in ten of all files with front matter below the start. */
async function findPosts(start: string): Promise<{ folder: string | null; posts: number }> {
  let folder = await countPosts(start, 0);
  if (folder.posts === 0) return { folder: null, posts: 0 };
  for (;;) {
    const largest = folder.children.reduce<Counted | null>(
      (best, child) => (best === null || child.posts > best.posts ? child : best),
      null,
    );
    if (largest === null || largest.posts < folder.posts * 0.9) break;
    folder = largest;
  }
  return { folder: folder.path, posts: folder.posts };
}

interface Counted {
  readonly path: string;
  /** Files with front matter in it and below it. */
  readonly posts: number;
  readonly children: readonly Counted[];
}

async function countPosts(path: string, depth: number): Promise<Counted> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const children: Counted[] = [];
  let posts = 0;
  for (const entry of entries) {
    const child = join(path, entry.name);
    const hidden = entry.name.startsWith('.') || entry.name === 'node_modules';
    if (entry.isDirectory() && !hidden && depth < DEEPEST) children.push(await countPosts(child, depth + 1));
    else if (entry.isFile() && isPostName(entry.name) && (await hasFrontMatter(child))) posts += 1;
  }
  return { path, posts: children.reduce((sum, child) => sum + child.posts, posts), children };
}

async function hasFrontMatter(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0);
    return FRONT_MATTER.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}
