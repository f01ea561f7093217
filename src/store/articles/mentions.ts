import { sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { refOf } from '../entities/rows.ts';
import { groupByPlace, type ListOrder, pageOfSorted } from '../pages/page.ts';
import type { ArticleId, MentionFilter, MentionQueries, MentionRow, Page } from '../store.ts';
import { decodeMentions, nameOf } from './stored-mentions.ts';

const IN_TEXT: ListOrder = { name: 'mentions', direction: 'ASC', shape: ['integer'] };

export function mentionQueries(engine: Engine): MentionQueries {
  const ofArticles = async (ids: readonly ArticleId[], filter: MentionFilter): Promise<MentionRow[][]> => {
    const rows = await engine.rows(
      engine.db
        .selectFrom('article_body')
        .select(['article_id', 'mentions'])
        .where(sql<boolean>`article_id ${engine.dialect.anyId(ids)}`),
    );
    const lets = testOf(filter);
    const byArticle = new Map(
      rows.map((row) => [row.article_id, decodeMentions(row.article_id, row.mentions).filter(lets)]),
    );
    return ids.map((id) => byArticle.get(id) ?? []);
  };

  return {
    async ofArticles(ids, filter, page, { sentences } = { sentences: false }) {
      const all = await ofArticles(ids, filter);
      const pages = all.map((mentions) => pageOfSorted(IN_TEXT, mentions, ({ ordinal }) => [ordinal], page));
      return sentences ? withSentences(engine, ids, pages) : pages;
    },

    async countsOfArticles(ids, filter) {
      return (await ofArticles(ids, filter)).map(({ length }) => length);
    },

    async byOrdinals(keys) {
      const ids = [...new Set(keys.map(([id]) => id))];
      const all = new Map((await ofArticles(ids, {})).map((mentions, index) => [ids[index], mentions]));
      return keys.map(([id, ordinal]) => all.get(id)?.[ordinal] ?? null);
    },

    async ofPairs(pairs) {
      const rows = await engine.rows(sql<{
        place: number;
        article_id: number;
        mentions: string;
        kind: number;
        key: string;
      }>`SELECT v.place, b.article_id, b.mentions, e.kind, e.key
        FROM ${engine.dialect.tuples(
          pairs.map(([entity, article], place) => [place, entity, article]),
          ['place', 'entity', 'article'],
        )} JOIN entity e ON e.id = v.entity JOIN article_body b ON b.article_id = v.article`);
      return groupByPlace(rows, pairs.length).map(([row]) => {
        if (row === undefined) return [];
        const lets = testOf({ entities: [refOf(row.kind, row.key)] });
        return decodeMentions(row.article_id, row.mentions).filter(lets);
      });
    },
  };
}

/** One statement for the texts of all of them, in place of a look for each mention. */
async function withSentences(
  engine: Engine,
  ids: readonly ArticleId[],
  pages: readonly Page<MentionRow>[],
): Promise<Page<MentionRow>[]> {
  const rows = await engine.rows(sql<{ id: ArticleId; title: string; body_text: string }>`
    SELECT a.id, a.title, b.body_text FROM article a JOIN article_body b ON b.article_id = a.id
    WHERE a.id ${engine.dialect.anyId(ids)}`);
  const texts = new Map(rows.map((row) => [row.id, row]));
  return pages.map(({ edges, ...ends }) => ({
    ...ends,
    edges: edges.map(({ node, cursor }) => {
      const { title = '', body_text = '' } = texts.get(node.articleId) ?? {};
      const text = node.field === 'TITLE' ? title : body_text;
      const sentence = text.slice(node.sentenceStart, node.sentenceEnd).trim();
      return { node: Object.assign(node, { sentence }), cursor };
    }),
  }));
}

function testOf({ field, status, types, entities }: MentionFilter): (mention: MentionRow) => boolean {
  const names = entities && new Set(entities.map(nameOf));
  return (mention) => {
    const named = [mention.entity, mention.namesake].filter((ref) => ref !== null);
    return (
      (field === undefined || mention.field === field) &&
      (status === undefined || mention.status === status) &&
      (types === undefined || named.some(({ type }) => types.includes(type))) &&
      (names === undefined || named.some((ref) => names.has(nameOf(ref))))
    );
  };
}
