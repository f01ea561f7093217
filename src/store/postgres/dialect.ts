import { sql } from 'kysely';
import type { Dialect, Parent, Sql } from '../engine.ts';
import type { Term, TextQuery } from '../search/analyser.ts';
import { wellFormed } from '../search/text.ts';

/** Marks the lexemes that stand in the title, beside the same ones unmarked. */
export const TITLE_MARK = '^';

export const postgresDialect: Omit<Dialect, 'lookAhead'> = {
  name: 'postgres',
  anyId: (values) => sql`= ANY(${[...values]}::bigint[])`,
  anyText: (values) => sql`= ANY(${values.map(wellFormed)}::text[])`,

  perParent(parents, columns, body) {
    const lists = parents.map((parent) => `{${parent.join(',')}}`);
    const parent: Parent = {
      at: (place) => sql`p.list[${sql.lit(place + 1)}]`,
      all: (alias) => sql`unnest(p.list) AS ${sql.ref(alias)}(value)`,
    };
    const selected = columns.map((column) => sql.ref(`l.${column}`));
    return sql`(SELECT p.place - 1 AS place, ${sql.join(selected)}
      FROM (SELECT u.list::bigint[] AS list, u.place
        FROM unnest(${lists}::text[]) WITH ORDINALITY AS u(list, place)) p
      CROSS JOIN LATERAL (${body(parent)}) l) t`;
  },

  ids: (values, alias) => sql`unnest(${[...values]}::bigint[]) AS ${sql.ref(alias)}(value)`,
  forEach(table, columns, query) {
    const selected = columns.map((column) => sql.ref(`f.${column}`));
    return sql`(SELECT ${sql.join(selected)} FROM ${table} CROSS JOIN LATERAL (${query}) f) q`;
  },
  termsOfArticle: sql`CROSS JOIN LATERAL unnest(a.terms) AS l(value)`,
  tuples(rows, columns) {
    const lists = columns.map((_, index) => sql`${rows.map((row) => row[index])}::bigint[]`);
    const names = columns.map((column) => sql.ref(column));
    return sql`(SELECT * FROM unnest(${sql.join(lists)}) AS u(${sql.join(names)})) v`;
  },
  owned(lists) {
    const pairs = [...lists].flatMap(([owner, members]) => members.map((member) => [owner, member]));
    return this.tuples(pairs, ['owner', 'member']);
  },
  eachRow: sql`OFFSET 0`,
  lateral: (alias, column, query) => ({
    join: sql`CROSS JOIN LATERAL (${query}) ${sql.ref(alias)}`,
    value: sql.ref(`${alias}.${column}`),
  }),
  collect: (values) => sql`json_agg(json_build_array(${sql.join([...values])}))::text`,
  indexOf: (text, part) => sql`strpos(${text}, ${part})`,
  integer: (value) => sql`${value}::bigint`,
  textId: sql`x.article_id`,
  textCondition(query, titleOnly, except = []) {
    const excepted = except.map((part) => sql`NOT (${holds(part.query, part.titleOnly)})`);
    return sql.join([holds(query, titleOnly), ...excepted], sql` AND `);
  },
};

/** The index finds texts with all words and pairs; that those of a phrase are adjacent is looked up in the text. */
function holds(query: TextQuery, titleOnly: boolean): Sql {
  const expression = query.terms.map((term) => expressionOf(term, titleOnly ? TITLE_MARK : '')).join(' & ');
  const phrases = query.terms
    .filter((term) => term.tokens.length > 1)
    .map(({ folded }) => {
      const inTitle = sql`strpos(x.title_folded, ${folded}) > 0`;
      return titleOnly ? inTitle : sql`(${inTitle} OR strpos(x.body_folded, ${folded}) > 0)`;
    });
  return sql.join([sql`x.lexemes @@ ${expression}::tsquery`, ...phrases], sql` AND `);
}

export function lexemesOf(term: Term, mark: string): string[] {
  return term.tokens.map((token) => mark + token);
}

/** Tokens hold letters and digits only, so that quoting them is safe. */
function expressionOf(term: Term, mark: string): string {
  const rest = term.prefix ? ':*' : '';
  return lexemesOf(term, mark)
    .map((lexeme) => `'${lexeme}'${rest}`)
    .join(' & ');
}
