/**
 * `npm run eval`: precision of links by kind and language, and recall apart: of what the catalog holds, and of all that
 * posts name. Every miss is listed.
 *
 * The written posts carry their text. The real posts are annotated without it: point NEWSGRAPH_CORPUS at the folder
 * that has them. The held-out and sealed thirds are read with `--held-out` only, so that nobody tunes on them by
 * accident; of the sealed third no miss is listed.
 */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { withListings } from '../src/catalog/catalog.ts';
import { loadCatalog, SHIPPED_CATALOG } from '../src/catalog/load.ts';
import { createLinker } from '../src/linking/linker.ts';
import { type GoldPost, realPosts, writtenPosts } from './gold.ts';
import { KINDS, type Outcome, type PostScore, ratesOf, scorePost, totalsOf } from './score.ts';

const gold = (file: string) => resolve(import.meta.dirname, '../test/gold', file);
const corpus = process.env.NEWSGRAPH_CORPUS;
const heldOut = process.argv.includes('--held-out');
const catalog = withListings(await loadCatalog([SHIPPED_CATALOG]));
const linker = createLinker(catalog);

report('Posts written for the measurement', writtenPosts(gold('posts.yaml')));
const words = writtenPosts(gold('words.yaml'));
report('Names that are everyday words, first half', words.filter(isOfFirstHalf));
report(
  'Names that are everyday words, second half',
  words.filter((post) => !isOfFirstHalf(post)),
);
report('Posts in the manner of five kinds of folder', writtenPosts(gold('folders.yaml')));
if (heldOut) report('The same, sealed third', writtenPosts(gold('folders-sealed.yaml')), 'rates only');
if (corpus === undefined) {
  process.stdout.write('\nReal posts: not measured; set NEWSGRAPH_CORPUS to the folder that holds them.\n');
} else {
  report('Real posts', realPosts(gold('real.yaml'), corpus));
  if (heldOut) report('Real posts, held-out third', realPosts(gold('real-heldout.yaml'), corpus));
}

/** The half of words.yaml that was looked at while rules were mended: test/gold/README.md. */
function isOfFirstHalf({ name }: GoldPost): boolean {
  return (createHash('sha256').update(name).digest()[0] ?? 0) % 2 === 0;
}

function report(
  heading: string,
  posts: readonly GoldPost[],
  detail: 'rates only' | 'misses' = 'misses',
): void {
  const scores = posts.map((post) => scorePost(post, linker.link(post.document), catalog));
  const outcomes = scores.flatMap((score) => score.outcomes);
  const lines = [
    '',
    `${heading}: ${posts.length} posts`,
    '',
    row(['', '', 'precision', 'in catalog', 'open', 'hits', 'wrong', 'missed', 'unknown']),
  ];
  for (const kind of KINDS) {
    const ofKind = outcomes.filter((outcome) => outcome.kind === kind);
    lines.push(rates(kind, 'all', ofKind));
    const languages = [...new Set(posts.map((post) => post.gold.language))].sort();
    if (languages.length < 2) continue;
    for (const language of languages)
      lines.push(
        rates(
          '',
          language,
          ofKind.filter(({ post }) => post.gold.language === language),
        ),
      );
  }
  const ambiguous = scores.reduce((sum, score) => sum + score.ambiguous, 0);
  lines.push('', `Mentions left ambiguous: ${ambiguous}`);
  if (detail === 'misses') lines.push(...problems(posts, scores), ...misses(outcomes));
  process.stdout.write(`${lines.join('\n')}\n`);
}

function rates(kind: string, language: string, outcomes: readonly Outcome[]): string {
  const totals = totalsOf(outcomes);
  const { precision, inCatalog, open } = ratesOf(totals);
  const share = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  const { hits, wrong, missed, unknown, discovered } = totals;
  return row([
    kind,
    language,
    share(precision),
    share(inCatalog),
    share(open),
    `${hits + discovered}`,
    `${wrong}`,
    `${missed}`,
    `${unknown}`,
  ]);
}

function row([first = '', ...cells]: readonly string[]): string {
  return `${first.padEnd(10)}${cells.map((cell) => cell.padStart(11)).join('')}`.trimEnd();
}

function problems(posts: readonly GoldPost[], scores: readonly PostScore[]): string[] {
  return scores.flatMap(({ wrongTickers, trapped }, index) => [
    ...wrongTickers.map((ticker) => `WRONG TICKER ${ticker} in ${posts[index]?.name}`),
    ...trapped.map((surface) => `TRAPPED by ${surface} in ${posts[index]?.name}`),
  ]);
}

function misses(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ post, kind, wrong, missed, unknown }) => {
    const parts = [
      wrong.length > 0 ? `wrong ${wrong.join(', ')}` : '',
      missed.length > 0 ? `missed ${missed.join(', ')}` : '',
      unknown.length > 0 ? `not in the catalog ${unknown.join(', ')}` : '',
    ].filter((part) => part !== '');
    return parts.length === 0 ? [] : [`  ${post.name} ${kind}: ${parts.join('; ')}`];
  });
}
