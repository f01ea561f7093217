import { sql } from 'kysely';
import type { EntityRef, EntityType } from '../../catalog/catalog.ts';
import { preferredId } from '../articles/article-id.ts';
import { type ArticleText, KIND, type Row } from '../database.ts';
import type { Dialect, Writer } from '../engine.ts';
import { beginningOf, wellFormed } from '../search/text.ts';
import type { ArticleId } from '../store.ts';
import { categoryNameRows } from './catalog-rows.ts';
import type { ChangeLog } from './change-log.ts';
import type { EntityWriter } from './entity-writer.ts';
import type { FileWriter } from './file-writer.ts';
import type { PreparedArticle, PreparedLabel, PreparedLinks } from './prepared.ts';
import type { Sums } from './sums.ts';
import type { TermName, Terms } from './terms.ts';

/** What articles are written with. */
export interface ArticleContext {
  readonly writer: Writer;
  readonly dialect: Dialect;
  readonly terms: Terms;
  readonly sums: Sums;
  readonly entities: EntityWriter;
  readonly files: FileWriter;
  readonly changes: ChangeLog;
  /** The revision that the ingest will make, and when it began. */
  readonly revision: number;
  readonly ingestedAt: number;
}

type Known = Pick<Row<'article'>, 'id' | 'slug' | 'content_hash' | 'added_revision'>;

/** Writes and removes articles with everything that is stored of them. */
export class ArticleWriter {
  private readonly context: ArticleContext;

  constructor(context: ArticleContext) {
    this.context = context;
  }

  /** Those that differ from what is there. */
  async put(articles: readonly PreparedArticle[]): Promise<void> {
    const last = new Map(articles.map((article) => [wellFormed(article.slug), article]));
    const known = await this.known([...last.keys()]);
    const changed = [...last].filter(([slug, { links }]) => known.get(slug)?.content_hash !== links.hash);
    if (changed.length === 0) return;
    const { changes, revision } = this.context;
    await this.erase(changed.flatMap(([slug]) => known.get(slug)?.id ?? []));
    const ids = await this.freeIds(changed.map(([slug, { publishedAt }]) => preferredId(slug, publishedAt)));
    await this.write(
      changed.map(([slug, article], index) => {
        const id = ids[index] ?? 0;
        const added = known.get(slug)?.added_revision ?? revision;
        changes.put(slug, id, added === revision);
        return { id, slug, added, article };
      }),
    );
  }

  async remove(slugs: readonly string[]): Promise<void> {
    const known = [...(await this.known(slugs)).values()];
    await this.erase(known.map(({ id }) => id));
    for (const { id, slug, added_revision: added } of known)
      this.context.changes.remove(slug, id, added === this.context.revision);
  }

  /** The ids of these labels and entities, which are made where the store does not have them. */
  async learn(labels: readonly PreparedLabel[], links: readonly PreparedLinks[]): Promise<void> {
    const { terms, entities, writer } = this.context;
    const names: TermName[] = labels.map(([kind, key]) => [kind, key]);
    for (const { entities: named } of links) for (const [type, key] of named) names.push([type, key]);
    const missing = await terms.learn(names);
    const refs = missing.filter(([kind]) => KIND[kind] <= KIND.Topic);
    await entities.putUndeclared(refs.map(([type, key]): EntityRef => ({ type: type as EntityType, key })));
    const rows = missing
      .filter(([kind]) => KIND[kind] > KIND.Topic)
      .map((name) => this.labelRow(terms.add(name), name));
    await writer.insert('label', rows);
    const named = rows
      .filter(({ kind }) => kind === KIND.Category)
      .map(({ id, key }) => categoryNameRows(id, pathOf(key).at(-1) ?? ''));
    await writer.insert(
      'name',
      named.map(({ name }) => name),
    );
    await writer.insert(
      'name_token',
      named.flatMap(({ tokens }) => tokens),
    );
  }

  /** Postings and terms of an article, counted. */
  postingsOf(id: ArticleId, labels: readonly PreparedLabel[], links: PreparedLinks): Row<'posting'>[] {
    const { terms, sums } = this.context;
    const postings = [
      ...labels.map(
        ([kind, key, count, ordinal]): Row<'posting'> => ({
          term_id: terms.idOf([kind, key]),
          article_id: id,
          count,
          in_title: 0,
          first_ordinal: ordinal,
          origin: null,
        }),
      ),
      ...links.entities.map(
        ([type, key, count, inTitle, firstOrdinal, origin]): Row<'posting'> => ({
          term_id: terms.idOf([type, key]),
          article_id: id,
          count,
          in_title: inTitle,
          first_ordinal: firstOrdinal,
          origin,
        }),
      ),
    ];
    for (const { term_id, count } of postings) sums.addTerm(term_id, count, 1);
    return postings;
  }

  coverageOf({ coverage, entities }: PreparedLinks): string | null {
    if (coverage.length === 0) return null;
    const idOf = (place: number) => {
      const [type, key] = entities[place] ?? ['Company', ''];
      return this.context.terms.idOf([type, key]);
    };
    return JSON.stringify(
      coverage.map(([field, start, end, companies, topics]) => [
        field,
        start,
        end,
        companies.map(idOf),
        topics.map(idOf),
      ]),
    );
  }

  private labelRow(id: number, [kind, key]: TermName): Row<'label'> {
    const path = kind === 'Category' ? pathOf(key) : [];
    // Categories come after those above them.
    const parent =
      path.length > 1 ? this.context.terms.idOf(['Category', JSON.stringify(path.slice(0, -1))]) : null;
    return { id, kind: KIND[kind], key, parent_id: parent, article_count: 0 };
  }

  private async known(slugs: readonly string[]): Promise<Map<string, Known>> {
    const { dialect, writer } = this.context;
    const clean = slugs.map(wellFormed);
    const rows = await writer.rows(sql<Known>`SELECT id, slug, content_hash, added_revision FROM article
      WHERE substr(slug, 1, 200) ${dialect.anyText(clean.map(beginningOf))} AND slug ${dialect.anyText(clean)}`);
    return new Map(rows.map((row) => [row.slug, row]));
  }

  /** Of each preferred id the next one that no article has. */
  private async freeIds(preferred: readonly ArticleId[]): Promise<ArticleId[]> {
    const { dialect, writer } = this.context;
    const ids = [...preferred];
    const given = new Set<ArticleId>();
    let open = ids.map((_, index) => index);
    while (open.length > 0) {
      const wanted = open.map((index) => ids[index] ?? 0);
      const rows = await writer.rows(
        sql<{ id: number }>`SELECT id FROM article WHERE id ${dialect.anyId(wanted)}`,
      );
      const taken = new Set(rows.map(({ id }) => id));
      open = open.filter((index) => {
        const id = ids[index] ?? 0;
        if (!taken.has(id) && !given.has(id)) {
          given.add(id);
          return false;
        }
        ids[index] = id + 1;
        return true;
      });
    }
    return ids;
  }

  private async write(
    articles: readonly {
      readonly id: ArticleId;
      readonly slug: string;
      readonly added: number;
      readonly article: PreparedArticle;
    }[],
  ): Promise<void> {
    const { files, ingestedAt, revision, sums, writer } = this.context;
    await this.learn(
      articles.flatMap(({ article }) => article.labels),
      articles.map(({ article }) => article.links),
    );
    const fileIds = await files.idsOf(articles.map(({ article }) => article.row.path));
    const rows: Row<'article'>[] = [];
    const bodies: Row<'article_body'>[] = [];
    const texts: ArticleText[] = [];
    const postings: Row<'posting'>[] = [];
    for (const { id, slug, added, article } of articles) {
      const { links, labels, documentHash, publishedAt } = article;
      const own = this.postingsOf(id, labels, links);
      postings.push(...own);
      sums.addArticle(links.mentionCount, 1);
      rows.push({
        ...article.row,
        id,
        slug,
        file_id: fileIds.get(article.row.path) ?? 0,
        published_at: publishedAt,
        mention_count: links.mentionCount,
        terms: own.map(({ term_id }) => term_id),
        ingested_at: ingestedAt,
        added_revision: added,
        revision,
        content_hash: links.hash,
        document_hash: documentHash,
      });
      bodies.push({
        ...article.body,
        article_id: id,
        coverage: this.coverageOf(links),
        mentions: links.mentions,
      });
      texts.push({ ...article.text, article_id: id });
    }
    // In the order of their keys, in which pages of the tables are filled once.
    rows.sort((left, right) => left.id - right.id);
    bodies.sort((left, right) => left.article_id - right.article_id);
    postings.sort((left, right) => left.term_id - right.term_id || left.article_id - right.article_id);
    await writer.insert('article', rows);
    await writer.insert('article_body', bodies);
    await writer.insertTexts(texts);
    await writer.insert('posting', postings);
  }

  private async erase(ids: readonly ArticleId[]): Promise<void> {
    if (ids.length === 0) return;
    const { dialect, sums, writer } = this.context;
    const any = dialect.anyId(ids);
    const articles = await writer.rows(
      sql<{ mention_count: number }>`SELECT mention_count FROM article WHERE id ${any}`,
    );
    for (const { mention_count: mentions } of articles) sums.addArticle(mentions, -1);
    await this.erasePostings(await this.postings(ids));
    await writer.deleteTexts(ids);
    await writer.rows(sql`DELETE FROM article WHERE id ${any}`);
    await writer.rows(sql`DELETE FROM article_body WHERE article_id ${any}`);
  }

  postings(ids: readonly ArticleId[]): Promise<(Row<'posting'> & { readonly is_entity: number })[]> {
    const { dialect, writer } = this.context;
    return writer.rows(sql<Row<'posting'> & { is_entity: number }>`
      SELECT d.*, CASE WHEN e.id IS NULL THEN 0 ELSE 1 END AS is_entity
      FROM article a ${dialect.termsOfArticle}
      JOIN posting d ON d.term_id = l.value AND d.article_id = a.id
      LEFT JOIN entity e ON e.id = d.term_id WHERE a.id ${dialect.anyId(ids)}`);
  }

  async erasePostings(postings: readonly Row<'posting'>[]): Promise<void> {
    if (postings.length === 0) return;
    const { dialect, sums, writer } = this.context;
    for (const { term_id, count } of postings) sums.addTerm(term_id, count, -1);
    const keys = postings.map(({ term_id, article_id }) => [term_id, article_id]);
    await writer.rows(sql`DELETE FROM posting WHERE (term_id, article_id) IN
      (SELECT v.term, v.article FROM ${dialect.tuples(keys, ['term', 'article'])})`);
  }
}

function pathOf(key: string): string[] {
  return JSON.parse(key) as string[];
}
