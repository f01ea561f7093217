/**
 * The limit that the benchmark `serve` measures against: each operation as somebody would write it who serves nothing
 * else. Prepared statements, one for all rows of a kind; no graph, no framework, no generality.
 */
import Database from 'better-sqlite3';
import { excerpt } from '../../src/graph/excerpt.ts';
import { formatInstant } from '../../src/graph/scalars.ts';
import { firstIdAt } from '../../src/store/articles/article-id.ts';
import { encodeCursor } from '../../src/store/pages/cursor.ts';
import { parseQuery } from '../../src/store/search/analyser.ts';
import { articleHighlights } from '../../src/store/search/highlight.ts';
import { type OperationName, QUERIES } from './operations.ts';

/** Of all operations together. */
interface Variables {
  readonly slug: string;
  readonly after: string;
  readonly from: string;
  readonly query: string;
  readonly all: readonly string[];
  readonly companies: readonly string[];
  readonly representations: readonly { readonly id: string }[];
}
type Answer = (variables: Variables) => object;

interface ArticleRow {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly published_at: number | null;
}
interface LinkRow {
  readonly article: number;
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly count: number;
}

const COMPANY = 1;
const TICKER = 3;
const CATEGORY = 5;

const time = (milliseconds: number | null) => (milliseconds === null ? null : formatInstant(milliseconds));
const nameOf = (json: string) => (JSON.parse(json) as { en: string }).en;
const slugOfId = (id: string) => Buffer.from(id, 'base64url').toString().slice('Company:'.length);
const placeOf = (cursor: string) =>
  (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [number, string, number, number])[3];

/** The answers of the operations by the text of their document. */
export function answersByHand(file: string): ReadonlyMap<string, Answer> {
  const db = new Database(file, { readonly: true });
  db.pragma('mmap_size = 1073741824');
  db.pragma('cache_size = -65536');
  const statement = <Row>(text: string) => db.prepare<unknown[], Row>(text);

  const pageOfArticles = statement<ArticleRow>(
    'SELECT id, slug, title, published_at FROM article WHERE id < ? ORDER BY id DESC LIMIT 21',
  );
  const companiesOf = statement<LinkRow>(`SELECT a.id AS article, e.id, e.key, e.name, d.count
    FROM json_each(?) i JOIN article a ON a.id = i.value CROSS JOIN json_each(a.terms) l
    CROSS JOIN entity e ON e.id = l.value AND e.kind = ${COMPANY} JOIN posting d ON d.term_id = e.id AND d.article_id = a.id
    ORDER BY i.key, d.count DESC, e.key`);
  const tickersOf = statement<{
    parent_id: number;
    symbol: string;
    mic: string;
  }>(`SELECT parent_id, symbol, mic
    FROM entity WHERE parent_id IN (SELECT value FROM json_each(?)) AND kind = ${TICKER} ORDER BY parent_id, position, key`);
  const bodies = statement<{ article_id: number; mentions: string; body_text: string }>(
    'SELECT article_id, mentions, body_text FROM article_body WHERE article_id IN (SELECT value FROM json_each(?))',
  );
  const bySlug = statement<ArticleRow & { url: string | null; source: string | null; body_text: string }>(
    `SELECT a.id, a.slug, a.title, a.url, a.published_at, a.source, b.body_text
     FROM article a JOIN article_body b ON b.article_id = a.id WHERE substr(a.slug, 1, 200) = ? AND a.slug = ?`,
  );
  const company = statement<{ id: number; name: string; mention_count: number; article_count: number }>(
    `SELECT id, name, mention_count, article_count FROM entity WHERE kind = ${COMPANY} AND key = ?`,
  );
  const articlesOf = statement<
    ArticleRow & { count: number }
  >(`SELECT a.slug, a.title, a.published_at, d.count
    FROM posting d JOIN article a ON a.id = d.article_id WHERE d.term_id = ? AND d.article_id >= ?
    ORDER BY d.article_id DESC LIMIT 10`);
  const termsOf = statement<string>(
    'SELECT a.terms FROM posting d JOIN article a ON a.id = d.article_id WHERE d.term_id = ? AND d.article_id >= ?',
  ).pluck();
  const articlesOfBoth = statement<ArticleRow>(`SELECT a.slug, a.title, a.published_at FROM posting d
    JOIN article a ON a.id = d.article_id WHERE d.term_id = ? AND d.article_id >= ?
    AND EXISTS (SELECT 1 FROM posting o WHERE o.term_id = ? AND o.article_id = d.article_id)
    ORDER BY d.article_id DESC LIMIT 20`);
  const found = statement<{
    slug: string;
    title: string;
    body_text: string;
  }>(`SELECT a.slug, a.title, b.body_text
    FROM (SELECT rowid AS id FROM article_text WHERE article_text MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?) x
    JOIN article a ON a.id = x.id JOIN article_body b ON b.article_id = x.id ORDER BY x.id DESC`);
  const companiesByKey = statement<{ key: string; name: string; mention_count: number }>(
    `SELECT key, name, mention_count FROM entity WHERE kind = ${COMPANY} AND key IN (SELECT value FROM json_each(?))`,
  );
  const terms = new Map(
    statement<{ id: number; kind: number; key: string; name: string }>(
      `SELECT id, kind, key, name FROM entity WHERE kind = ${COMPANY}
       UNION ALL SELECT id, kind, key, '' FROM label WHERE kind = ${CATEGORY}`,
    )
      .all()
      .map((row) => [row.id, row]),
  );

  const withCompanies = (articles: readonly ArticleRow[]) => {
    const links = Map.groupBy(
      companiesOf.all(JSON.stringify(articles.map(({ id }) => id))),
      ({ article }) => article,
    );
    const shown = new Map([...links].map(([article, rows]) => [article, rows.slice(0, 5)]));
    const ids = new Set([...shown.values()].flatMap((rows) => rows.map(({ id }) => id)));
    const tickers = Map.groupBy(tickersOf.all(JSON.stringify([...ids])), ({ parent_id }) => parent_id);
    return (article: number) => ({
      edges: (shown.get(article) ?? []).map(({ id, key, name, count }) => ({
        mentionCount: count,
        node: {
          slug: key,
          name: nameOf(name),
          tickers: (tickers.get(id) ?? []).map(({ symbol, mic }) => ({ symbol, mic })),
        },
      })),
    });
  };
  const counted = (term: number, from: number) => {
    const counts = new Map<number, number>();
    let articles = 0;
    for (const list of termsOf.iterate(term, from)) {
      articles += 1;
      for (const id of JSON.parse(list) as number[]) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return { articles, counts };
  };
  const top = (counts: ReadonlyMap<number, number>, kind: number, except: number | null) =>
    [...counts]
      .flatMap(([id, count]) => {
        const term = terms.get(id);
        return term?.kind === kind && id !== except ? [{ term, count }] : [];
      })
      .sort((left, right) => right.count - left.count || (left.term.key < right.term.key ? -1 : 1))
      .slice(0, 10);

  // Nobody writes a search for paths by hand.
  const answers: Record<Exclude<OperationName, 'path'>, Answer> = {
    hello: () => ({ __typename: 'Query' }),
    'article by slug': ({ slug }) => {
      const row = bySlug.get(slug, slug);
      if (row === undefined) return { article: null };
      return {
        article: {
          title: row.title,
          url: row.url,
          publishedAt: time(row.published_at),
          excerpt: excerpt(row.body_text, 200),
          source: row.source === null ? null : { name: (JSON.parse(row.source) as { name: string }).name },
          companies: withCompanies([row])(row.id),
        },
      };
    },
    'page of 20 with companies and tickers': ({ after }) => {
      const rows = pageOfArticles.all(BigInt(placeOf(after)));
      const shown = rows.slice(0, 20);
      const companies = withCompanies(shown);
      const edges = shown.map(({ id, slug, title, published_at }) => ({
        cursor: encodeCursor('articles PUBLISHED_AT DESC', [0, id]),
        node: { slug, title, publishedAt: time(published_at), companies: companies(id) },
      }));
      return {
        articles: {
          edges,
          pageInfo: { hasNextPage: rows.length > 20, endCursor: edges.at(-1)?.cursor ?? null },
        },
      };
    },
    'page of 20 with mentions and sentences': ({ after }) => {
      const rows = pageOfArticles.all(BigInt(placeOf(after))).slice(0, 20);
      const texts = new Map(
        bodies.all(JSON.stringify(rows.map(({ id }) => id))).map((row) => [row.article_id, row]),
      );
      return {
        articles: {
          nodes: rows.map(({ id, slug, title }) => {
            const { mentions = '[]', body_text = '' } = texts.get(id) ?? {};
            const places = JSON.parse(mentions) as [
              0 | 1,
              number,
              number,
              number,
              number,
              string,
              string,
              string,
            ][];
            return {
              slug,
              title,
              mentions: {
                nodes: places
                  .slice(0, 10)
                  .map(([field, start, length, sentenceStart, sentenceLength, surface, , rule]) => ({
                    surface,
                    start,
                    end: start + length,
                    sentence: (field === 0 ? title : body_text)
                      .slice(sentenceStart, sentenceStart + sentenceLength)
                      .trim(),
                    rule,
                  })),
              },
            };
          }),
        },
      };
    },
    'company with articles and co-mentions': ({ slug, from }) => {
      const row = company.get(slug);
      if (row === undefined) return { company: null };
      const first = BigInt(firstIdAt(Date.parse(from)));
      const { counts } = counted(row.id, Number(first));
      return {
        company: {
          name: nameOf(row.name),
          mentionCount: row.mention_count,
          articles: {
            edges: articlesOf.all(row.id, first).map(({ count, slug, title, published_at }) => ({
              mentionCount: count,
              node: { slug, title, publishedAt: time(published_at) },
            })),
          },
          coMentions: {
            edges: top(counts, COMPANY, row.id).map(({ term, count }) => ({
              articleCount: count,
              node: { slug: term.key, name: nameOf(term.name) },
            })),
          },
        },
      };
    },
    'articles that name two companies': ({ all, from }) => {
      const [left, right] = all
        .map((id) => company.get(slugOfId(id)))
        .sort((one, other) => (one?.article_count ?? 0) - (other?.article_count ?? 0));
      const rows = articlesOfBoth.all(left?.id, BigInt(firstIdAt(Date.parse(from))), right?.id);
      return {
        articles: {
          nodes: rows.map(({ slug, title, published_at }) => ({
            slug,
            title,
            publishedAt: time(published_at),
          })),
        },
      };
    },
    'search with highlights': ({ query, from }) => {
      const parsed = parseQuery(query);
      const first = BigInt(firstIdAt(Date.parse(from)));
      const token = `"${parsed.terms[0]?.tokens.join(' ')}"`;
      const rows: { slug: string; title: string; body_text: string }[] = [];
      for (const text of [
        `{title} : ${token}`,
        `({title body} : ${token}) NOT ({title} : ${token})`,
        `({title body} : ${token} *) NOT ({title body} : ${token})`,
      ]) {
        if (rows.length < 10) rows.push(...found.all(text, first, 10 - rows.length));
      }
      return {
        search: {
          edges: rows.map(({ slug, title, body_text }) => ({
            highlights: articleHighlights(title, body_text, parsed).map(({ field, fragment, ranges }) => ({
              field,
              fragment,
              ranges,
            })),
            node: { slug, title },
          })),
        },
      };
    },
    'entities batch of 50': ({ representations }) => {
      const keys = representations.map(({ id }) => slugOfId(id));
      const rows = new Map(companiesByKey.all(JSON.stringify(keys)).map((row) => [row.key, row]));
      return {
        _entities: keys.map((key) => {
          const row = rows.get(key);
          return row ? { slug: key, name: nameOf(row.name), mentionCount: row.mention_count } : null;
        }),
      };
    },
    facets: ({ companies, from }) => {
      const id = company.get(companies[0])?.id ?? -1;
      const { articles, counts } = counted(id, firstIdAt(Date.parse(from)));
      return {
        articles: {
          totalCount: articles,
          facets: {
            companies: top(counts, COMPANY, null).map(({ term, count }) => ({
              count,
              node: { slug: term.key, name: nameOf(term.name) },
            })),
            categories: top(counts, CATEGORY, null).map(({ term, count }) => ({
              count,
              node: { path: JSON.parse(term.key) as string[] },
            })),
          },
        },
      };
    },
  };
  return new Map(Object.entries(answers).map(([name, answer]) => [QUERIES[name as OperationName], answer]));
}
