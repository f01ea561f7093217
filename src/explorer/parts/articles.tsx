import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { addresses, withParameter } from '../addresses.ts';
import type { ArticleLineFragment, EntityArticlesFragment } from '../generated/graphql.ts';
import { useSpoken } from '../text/language.tsx';
import { Marked } from './marked.tsx';
import { useZone } from './zone.ts';

/** Title, date and source of an article, and below them what the list has to say about it. */
export function ArticleEntry({
  article,
  children,
}: {
  readonly article: ArticleLineFragment;
  readonly children?: ComponentChildren;
}) {
  const { text, day } = useSpoken();
  const zone = useZone();
  return (
    <article class="entry">
      <h3>
        <a href={addresses.article(article.slug)}>{article.title || text.untitled}</a>
      </h3>
      <p class="byline">
        {article.publishedAt ? (
          <time dateTime={article.publishedAt}>{day(article.publishedAt, zone)}</time>
        ) : (
          text.undated
        )}
        {article.source && <span>{article.source.name}</span>}
      </p>
      {children}
    </article>
  );
}

/** The articles that name an entity, each with the sentences in which it does. */
export function EntityArticles({ articles }: { readonly articles: EntityArticlesFragment }) {
  const { text, number } = useSpoken();
  const { totalCount, edges, pageInfo } = articles;
  return (
    <section aria-labelledby="sentences">
      <h2 id="sentences">
        {text.sentences} <small>{text.articleCount(totalCount, number(totalCount))}</small>
      </h2>
      {edges.map(({ node, mentions, mentionCount }) => (
        <ArticleEntry key={node.id} article={node}>
          <ul class="sentences">
            {distinctSentences(mentions).map(({ sentence, surfaces }) => (
              <li key={sentence}>
                <Marked text={sentence} words={surfaces} />
              </li>
            ))}
            {mentions.length === 0 && <li class="muted">{text.noSentence}</li>}
          </ul>
          {mentionCount > mentions.length && mentions.length > 0 && (
            <p class="muted">{text.mentionCount(mentionCount, number(mentionCount))}</p>
          )}
        </ArticleEntry>
      ))}
      <Pages {...pageInfo} />
    </section>
  );
}

const MOST_SENTENCES = 6;

/** Each sentence once, with all forms that it has of the name. */
function distinctSentences(mentions: EntityArticlesFragment['edges'][number]['mentions']) {
  const sentences = new Map<string, Set<string>>();
  for (const { sentence, surface } of mentions) {
    const surfaces = sentences.get(sentence) ?? new Set();
    sentences.set(sentence, surfaces.add(surface));
  }
  return [...sentences]
    .slice(0, MOST_SENTENCES)
    .map(([sentence, surfaces]) => ({ sentence, surfaces: [...surfaces] }));
}

/** Links to the next page of a list, and back to its beginning. */
export function Pages({
  hasNextPage,
  endCursor,
}: {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}) {
  const { text } = useSpoken();
  const { url, query } = useLocation();
  if (!hasNextPage && !query.after) return null;
  return (
    <nav class="pager" aria-label={text.more}>
      {query.after && <a href={withParameter(url, 'after', null)}>{text.first}</a>}
      {hasNextPage && <a href={withParameter(url, 'after', endCursor)}>{text.more}</a>}
    </nav>
  );
}
