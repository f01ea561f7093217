import type { ArticleSource, LinkableDocument } from '../../documents/document.ts';
import type { Row } from '../database.ts';
import type { StoredMarkup } from '../ingest/prepared-article.ts';
import { jsonOf } from './rows.ts';

/** Columns of `article` and `article_body` that hold what linking reads of a document. */
export type StoredText = Pick<Row<'article'>, 'title' | 'language' | 'author' | 'source' | 'tags'> &
  Pick<Row<'article_body'>, 'body_text' | 'markup'>;

export function linkableOf(row: StoredText): LinkableDocument {
  const { unlinked, stockReferences, links, emphasis } = jsonOf<StoredMarkup>(row.markup);
  return {
    title: row.title,
    bodyText: row.body_text,
    language: row.language,
    author: row.author,
    source: row.source === null ? null : jsonOf<ArticleSource>(row.source),
    tags: jsonOf<string[]>(row.tags),
    unlinked,
    stockReferences,
    links,
    emphasis,
  };
}
