/**
 * Names what in schema.graphql breaks clients of an earlier schema: of the REF that is given, else of the last tag,
 * else of main. They end with status 1, unless CHANGELOG.md has an entry under "Breaking" since then.
 *
 *   node scripts/breaking.ts [REF]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';

function git(...args: string[]): string | null {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

/** The entries under every heading "Breaking" above the section of the version that is compared with. */
function announced(changelog: string, ref: string): string[] {
  const sections = changelog.split(/^(?=## )/m);
  const released = sections.findIndex((section) => section.startsWith(`## ${ref.replace(/^v/, '')}`));
  return (released === -1 ? sections : sections.slice(0, released))
    .flatMap((section) => section.split(/^(?=### )/m))
    .filter((part) => part.startsWith('### Breaking'))
    .flatMap((part) => part.split('\n').filter((line) => /^[-*] /.test(line)));
}

function report(): { lines: string[]; status: 0 | 1 } {
  const ref =
    process.argv[2] ??
    git('describe', '--tags', '--abbrev=0')?.trim() ??
    ['origin/main', 'main'].find((branch) => git('rev-parse', '--verify', '--quiet', branch) !== null);
  const earlier = ref === undefined ? null : git('show', `${ref}:schema.graphql`);
  if (ref === undefined || earlier === null) {
    return { lines: [`There is no earlier schema to compare with${ref ? ` at ${ref}` : ''}.`], status: 0 };
  }
  const now = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const changes = findBreakingChanges(buildSchema(earlier), now);
  if (changes.length === 0) return { lines: [`No breaking change since ${ref}.`], status: 0 };
  const lines = [
    `Breaking changes since ${ref}:`,
    ...changes.map(({ type, description }) => `  ${type}: ${description}`),
  ];
  const entries = announced(readFileSync('CHANGELOG.md', 'utf8'), ref);
  if (entries.length > 0) return { lines: [...lines, 'CHANGELOG.md announces:', ...entries], status: 0 };
  lines.push('Take them back, or write them into CHANGELOG.md, under a heading "### Breaking".');
  return { lines, status: 1 };
}

const { lines, status } = report();
for (const line of lines) console.log(line);
process.exitCode = status;
