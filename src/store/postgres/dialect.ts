import { sql } from 'kysely';
import type { Term, TextQuery } from '../analyser.ts';
import type { Dialect, Sql } from '../engine.ts';
import { wellFormed } from '../text.ts';

/** Marks the lexemes that stand in the title, beside the same ones unmarked. */
export const TITLE_MARK = '^';

export const postgresDialect: Omit<Dialect, 'lookAhead'> = {
  name: 'postgres',
  anyId: (values) => sql`= ANY(${[...values]}::bigint[])`,
  anyText: (values) => sql`= ANY(${values.map(wellFormed)}::text[])`,

  perParent(parents, columns, body) {
    const width = Math.max(1, ...parents.map((parent) => parent.length));
    const lists = Array.from(
      { length: width },
      (_, index) => sql`${parents.map((parent) => parent[index])}::bigint[]`,
    );
    const names = Array.from({ length: width }, (_, index) => sql.ref(`c${index}`));
    const part = (index: number) => (index < width ? sql.ref(`p.c${index}`) : sql`NULL::bigint`);
    const selected = columns.map((column) => sql.ref(`l.${column}`));
    return sql`(SELECT p.place - 1 AS place, ${sql.join(selected)}
      FROM unnest(${sql.join(lists)}) WITH ORDINALITY AS p(${sql.join(names)}, place)
      CROSS JOIN LATERAL (${body(part(0), part(1), part(2))}) l) t`;
  },

  tuples(rows, columns) {
    const lists = columns.map((_, index) => sql`${rows.map((row) => row[index])}::bigint[]`);
    const names = columns.map((column) => sql.ref(column));
    return sql`(SELECT * FROM unnest(${sql.join(lists)}) AS u(${sql.join(names)})) v`;
  },
  eachRow: sql`OFFSET 0`,
  joinsByDate: false,
  deleteTexts: (ids) => sql`DELETE FROM article_text WHERE article_id = ANY(${[...ids]}::bigint[])`,
  lateral: (alias, column, query) => ({
    join: sql`CROSS JOIN LATERAL (${query}) ${sql.ref(alias)}`,
    value: sql.ref(`${alias}.${column}`),
  }),
  collect: (values) => sql`json_agg(json_build_array(${sql.join([...values])}))::text`,
  indexOf: (text, part) => sql`strpos(${text}, ${part})`,
  integer: (value) => sql`${value}::bigint`,
  textSource: {
    from: sql`article_text x`,
    position: sql`x.position`,
    id: sql`x.article_id`,
    decisive: 3,
    isArticle: sql`a.id = x.article_id`,
    isOf: (id) => sql`x.article_id = ${id}`,
  },
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
