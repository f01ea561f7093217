import { sql } from 'kysely';
import type { Dialect, Parent, Sql } from '../engine.ts';
import type { TextQuery } from '../search/analyser.ts';

const json = (value: unknown): Sql => sql`${JSON.stringify(value)}`;

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  anyId: (values) => sql`IN (SELECT value FROM json_each(${json(values)}))`,
  anyText: (values) => sql`IN (SELECT value FROM json_each(${json(values)}))`,

  perParent(parents, columns, body) {
    // SQLite has no LATERAL, but a table-valued function may depend on the tables before it: each parent's rows come
    // as one JSON value. A single integer stands for itself, so that it is not parsed again in every row.
    const single = parents.every((parent) => parent.length === 1);
    const parent: Parent = single
      ? {
          at: (place) => (place === 0 ? sql`p.value` : sql`NULL`),
          all: (alias) => sql`(SELECT p.value) ${sql.ref(alias)}`,
        }
      : {
          at: (place) => sql`(p.value ->> ${sql.lit(place)})`,
          all: (alias) => sql`json_each(p.value) ${sql.ref(alias)}`,
        };
    const query = body(parent);
    const names = columns.map((column) => sql.ref(column));
    const selected = columns.map((column, index) => sql`r.value ->> ${sql.lit(index)} AS ${sql.ref(column)}`);
    return sql`(SELECT p.key AS place, ${sql.join(selected)}
      FROM json_each(${json(single ? parents.flat() : parents)}) p
      CROSS JOIN json_each((SELECT json_group_array(json_array(${sql.join(names)})) FROM (${query}))) r) t`;
  },

  ids: (values, alias) => sql`json_each(${json(values)}) ${sql.ref(alias)}`,
  forEach(table, columns, query) {
    const names = columns.map((column) => sql.ref(column));
    const selected = columns.map((column, index) => sql`f.value ->> ${sql.lit(index)} AS ${sql.ref(column)}`);
    return sql`(SELECT ${sql.join(selected)} FROM ${table}
      CROSS JOIN json_each((SELECT json_group_array(json_array(${sql.join(names)})) FROM (${query}))) f) q`;
  },
  termsOfArticle: sql`CROSS JOIN json_each(a.terms) l`,
  tuples(rows, columns) {
    const parts = columns.map((column, index) => sql`value ->> ${sql.lit(index)} AS ${sql.ref(column)}`);
    return sql`(SELECT ${sql.join(parts)} FROM json_each(${json(rows)})) v`;
  },
  // Half the time of pairs, of which each would be parsed for its parts.
  owned: (lists) => sql`(SELECT CAST(o.key AS integer) AS owner, m.value AS member
    FROM json_each(${json(Object.fromEntries(lists))}) o CROSS JOIN json_each(o.value) m) v`,
  // SQLite reads lists row by row as it is.
  eachRow: sql``,
  lateral: (alias, column, query) => ({
    join: sql`CROSS JOIN json_each((SELECT json_group_array(${sql.ref(column)}) FROM (${query}))) ${sql.ref(alias)}`,
    value: sql`${sql.ref(alias)}.value`,
  }),
  collect: (values) => sql`json_group_array(json_array(${sql.join([...values])}))`,
  indexOf: (text, part) => sql`instr(${text}, ${part})`,
  integer: (value) => sql`${value}`,
  textId: sql`x.rowid`,
  lookAhead: () => null,
  textCondition(query, titleOnly, except = []) {
    const parts = [{ query, titleOnly }, ...except].map(
      (part) => `(${matchExpression(part.query, part.titleOnly)})`,
    );
    return sql`article_text MATCH ${parts.join(' NOT ')}`;
  },
};

/** One parent alone, for statements that are sent for each. */
export function parentOf(values: readonly number[]): Parent {
  return {
    at: (place) => {
      const value = values[place];
      return value === undefined ? sql`NULL` : sql`${value}`;
    },
    all: (alias) => sql`json_each(${json(values)}) ${sql.ref(alias)}`,
  };
}

/** The query in FTS5's language. Tokens hold letters, digits and the break only, so quoting them is safe. */
function matchExpression(query: TextQuery, titleOnly: boolean): string {
  const text = titleOnly ? '{title}' : '{title body}';
  const characters = titleOnly ? '{title_characters}' : '{characters}';
  return query.terms
    .map((term) => {
      const open = term.prefix || term.openEnd ? ' *' : '';
      return `${term.character ? characters : text} : "${term.tokens.join(' ')}"${open}`;
    })
    .join(' AND ');
}
