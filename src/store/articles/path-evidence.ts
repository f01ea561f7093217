/** What the articles in which two nodes stand say about them: how well they tie them, and the sentence that says it. */
import { sql } from 'kysely';
import { KIND } from '../database.ts';
import type { Engine } from '../engine.ts';
import { refOf } from '../entities/rows.ts';
import type { ArticleId, MentionRow, PathSentence } from '../store.ts';
import { type Stop, sharedArticles } from './path-stops.ts';
import { decodeMentions, nameOf } from './stored-mentions.ts';

type Step = readonly [Stop, Stop];

/** Articles of a step that are read: the newest. */
const ARTICLES_READ = 5;

/** In the same article only, in the same sentence, in the same title. */
export async function levelsOf(engine: Engine, steps: readonly Step[]): Promise<number[]> {
  const evidence = await evidenceOf(engine, steps);
  return evidence.map(({ names: [left, right], articles }) =>
    Math.max(0, ...articles.map((mentions) => levelOf(mentions, left, right))),
  );
}

function levelOf(mentions: readonly MentionRow[], left: Names, right: Names): number {
  const lefts = naming(mentions, left);
  const rights = naming(mentions, right);
  if (left !== null && right !== null) {
    const pair = closest(lefts, rights);
    const inTitle = [lefts, rights].every((places) => places.some(({ field }) => field === 'TITLE'));
    return inTitle ? 2 : pair === null ? 0 : 1;
  }
  const named = left === null ? rights : lefts;
  return named.some(({ field }) => field === 'TITLE') ? 2 : named.length > 1 ? 1 : 0;
}

/**
 * For each step the sentence that names both closest to one another, or what one of them owns where none does; in a
 * step to or from an article the first sentence of its text that names the other. Null where there is none.
 */
export async function sentencesOf(engine: Engine, steps: readonly Step[]): Promise<(PathSentence | null)[]> {
  const evidence = await evidenceOf(engine, steps);
  const found = evidence.map(({ names: [left, right], articles }) => bestSentence(articles, left, right));
  if (found.every((sentence) => sentence !== null)) return found;
  const owned = await ownedNames(engine, steps.flat());
  return found.map((sentence, index) => {
    const [from, to] = steps[index] ?? [];
    const { names, articles } = evidence[index] ?? {};
    if (sentence !== null || from === undefined || to === undefined || names === undefined) return sentence;
    const [left, right] = [joined(names[0], owned(from)), joined(names[1], owned(to))];
    return bestSentence(articles ?? [], left, right);
  });
}

/** Names of references, as `nameOf` writes them; null for an article, which needs no naming. */
type Names = ReadonlySet<string> | null;

function joined(names: Names, further: ReadonlySet<string>): Names {
  return names === null ? null : new Set([...names, ...further]);
}

interface Evidence {
  readonly names: readonly [Names, Names];
  /** The mentions of each article, the newest first. */
  readonly articles: readonly (readonly MentionRow[])[];
}

async function evidenceOf(engine: Engine, steps: readonly Step[]): Promise<Evidence[]> {
  const shared = await sharedArticles(engine, steps, ARTICLES_READ);
  const ids = [...new Set(shared.flat())];
  const companies = await companiesOf(engine, steps.flat());
  const rows = await engine.rows(
    engine.db
      .selectFrom('article_body')
      .select(['article_id', 'mentions'])
      .where(sql<boolean>`article_id ${engine.dialect.anyId(ids)}`),
  );
  const mentions = new Map<ArticleId, MentionRow[]>(
    rows.map((row) => [row.article_id, decodeMentions(row.article_id, row.mentions)]),
  );
  const namesOf = ({ kind, id, key }: Stop): Names => {
    if (kind === 'article') return null;
    const company = companies.get(id);
    const own = nameOf(refOf(kind, key));
    return new Set(company === undefined ? [own] : [own, company]);
  };
  return steps.map(([left, right], index) => ({
    names: [namesOf(left), namesOf(right)],
    articles: (shared[index] ?? []).map((id) => mentions.get(id) ?? []),
  }));
}

/** The company of each ticker, by the ticker's id: texts mostly name the company. */
async function companiesOf(engine: Engine, stops: readonly Stop[]): Promise<ReadonlyMap<number, string>> {
  const tickers = stops.filter(({ kind, terms }) => kind === KIND.Ticker && terms.length > 1);
  if (tickers.length === 0) return new Map();
  const ids = tickers.flatMap(({ terms }) => terms.slice(1));
  const rows = await engine.rows(
    engine.db
      .selectFrom('entity')
      .select(['id', 'key'])
      .where(sql<boolean>`id ${engine.dialect.anyId(ids)}`),
  );
  const keys = new Map(rows.map((row) => [row.id, nameOf({ type: 'Company', key: row.key })]));
  return new Map(
    tickers.flatMap(({ id, terms }) => terms.slice(1).map((term) => [id, keys.get(term) ?? ''])),
  );
}

/** The subsidiaries and products of companies. */
async function ownedNames(
  engine: Engine,
  stops: readonly Stop[],
): Promise<(stop: Stop) => ReadonlySet<string>> {
  const ids = [...new Set(stops.flatMap(({ terms }) => terms))];
  const rows = await engine.rows(
    engine.db
      .selectFrom('entity')
      .select(['parent_id', 'kind', 'key'])
      .where('kind', 'in', [KIND.Company, KIND.Product])
      .where('article_count', '>', 0)
      .where(sql<boolean>`parent_id ${engine.dialect.anyId(ids)}`),
  );
  const owned = Map.groupBy(rows, ({ parent_id }) => parent_id);
  return ({ terms }) =>
    new Set(
      terms.flatMap((term) => (owned.get(term) ?? []).map(({ kind, key }) => nameOf(refOf(kind, key)))),
    );
}

function naming(mentions: readonly MentionRow[], names: Names): MentionRow[] {
  return names === null ? [] : mentions.filter(({ entity }) => entity !== null && names.has(nameOf(entity)));
}

function bestSentence(
  articles: readonly (readonly MentionRow[])[],
  left: Names,
  right: Names,
): PathSentence | null {
  let best: { readonly at: MentionRow; readonly apart: number } | null = null;
  for (const mentions of articles) {
    const [lefts, rights] = [naming(mentions, left), naming(mentions, right)];
    const found = left === null || right === null ? first([...lefts, ...rights]) : closest(lefts, rights);
    // A title names things more than it says something about them.
    const rank = found === null ? Infinity : found.apart + (found.at.field === 'TITLE' ? 10_000 : 0);
    if (found !== null && (best === null || rank < best.apart)) best = { at: found.at, apart: rank };
  }
  if (best === null) return null;
  const { articleId, field, sentenceStart, sentenceEnd } = best.at;
  return { articleId, field, start: sentenceStart, end: sentenceEnd };
}

function first(mentions: readonly MentionRow[]): { at: MentionRow; apart: number } | null {
  const at = mentions.find(({ field }) => field === 'BODY') ?? mentions[0];
  return at === undefined ? null : { at, apart: 0 };
}

/** Two mentions of one sentence that stand closest to one another, those of the text before those of the title. */
function closest(
  lefts: readonly MentionRow[],
  rights: readonly MentionRow[],
): { at: MentionRow; apart: number } | null {
  let best: { at: MentionRow; apart: number } | null = null;
  for (const field of ['BODY', 'TITLE'] as const) {
    for (const left of lefts) {
      if (left.field !== field) continue;
      for (const right of rights) {
        if (right.field !== field || right.sentenceStart !== left.sentenceStart) continue;
        const apart = Math.max(left.start - right.end, right.start - left.end);
        if (best === null || apart < best.apart) best = { at: left, apart };
      }
    }
    if (best !== null) return best;
  }
  return null;
}
