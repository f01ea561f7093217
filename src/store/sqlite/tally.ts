/** Counting in one pass over rows of two columns, `id` and `value`; on whichever thread the connection is. */
import type Database from 'better-sqlite3';
import type { StretchCount } from '../engine.ts';

/** What to count, and what it needs beside the rows. */
export type TallyKind =
  | { readonly count: 'terms' }
  | { readonly count: 'groups'; readonly groups: readonly (readonly [number, number])[] }
  | { readonly count: 'stretches'; readonly bounds: readonly number[] };

export interface AggregateStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Statements whose rows are asked for, or counted. */
export interface AggregateQuestion {
  readonly number: number;
  readonly statements: readonly AggregateStatement[];
  readonly kind: TallyKind | null;
}
/** For each statement its rows or counts. */
export type AggregateResult = readonly (unknown[] | Map<number, number> | Map<number, StretchCount>)[];
export type AggregateAnswer =
  | { readonly number: number; readonly result: AggregateResult }
  | { readonly number: number; readonly error: string };

export function answer(
  prepare: (sql: string) => Database.Statement,
  { statements, kind }: Omit<AggregateQuestion, 'number'>,
): AggregateResult {
  return statements.map(({ sql, parameters }) => {
    const statement = prepare(sql);
    if (kind === null) return statement.all(...parameters);
    const rows = statement.raw(true).iterate(...parameters);
    return tally(rows as IterableIterator<readonly [number, unknown]>, kind);
  });
}

type Rows = Iterable<readonly [id: number, value: unknown]>;

function tally(rows: Rows, kind: TallyKind): Map<number, number> | Map<number, StretchCount> {
  if (kind.count === 'terms') return countTerms(rows);
  return kind.count === 'groups' ? countGroups(rows, kind.groups) : countStretches(rows, kind.bounds);
}

function countTerms(rows: Rows): Map<number, number> {
  let counts = new Int32Array(1024);
  for (const [, terms] of rows) {
    eachTerm(String(terms), (term) => {
      if (term >= counts.length) {
        const larger = new Int32Array(Math.max(term + 1, counts.length * 2));
        larger.set(counts);
        counts = larger;
      }
      counts[term] = (counts[term] ?? 0) + 1;
    });
  }
  const found = new Map<number, number>();
  for (const [term, count] of counts.entries()) if (count > 0) found.set(term, count);
  return found;
}

function countGroups(rows: Rows, pairs: readonly (readonly [number, number])[]): Map<number, number> {
  const groupsOf = new Map<number, number[]>();
  for (const [term, group] of pairs) {
    const groups = groupsOf.get(term);
    if (groups) groups.push(group);
    else groupsOf.set(term, [group]);
  }
  const counts = new Map<number, number>();
  const lastArticle = new Map<number, number>();
  let article = 0;
  for (const [, terms] of rows) {
    article += 1;
    eachTerm(String(terms), (term) => {
      for (const group of groupsOf.get(term) ?? []) {
        if (lastArticle.get(group) === article) continue;
        lastArticle.set(group, article);
        counts.set(group, (counts.get(group) ?? 0) + 1);
      }
    });
  }
  return counts;
}

function countStretches(rows: Rows, bounds: readonly number[]): Map<number, StretchCount> {
  const counts = new Map<number, { articles: number; value: number }>();
  for (const [id, value] of rows) {
    const place = lastAtMost(bounds, id);
    const count = counts.get(place) ?? { articles: 0, value: 0 };
    count.articles += 1;
    count.value += Number(value);
    counts.set(place, count);
  }
  return counts;
}

/** Reads a JSON list of positive integers without making one. */
function eachTerm(text: string, use: (term: number) => void): void {
  let term = 0;
  for (let at = 1; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      term = term * 10 + digit;
    } else if (term > 0) {
      use(term);
      term = 0;
    }
  }
}

/** The place of the last of the ascending values that is not above this one; -1 where all are. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
