import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { addresses } from '../../addresses.ts';
import { ArticleDocument } from '../../generated/graphql.ts';
import { Facts } from '../../parts/facts.tsx';
import { Answer, NotFound } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useZone } from '../../parts/zone.ts';
import { useSpoken } from '../../text/language.tsx';
import { MarkedText } from './marked-text.tsx';
import { type Article, useMentions } from './mentions.ts';
import { PublishedHtml } from './published-html.tsx';
import { Side } from './side.tsx';

export default function ArticlePage() {
  const { language } = useSpoken();
  const slug = useRoute().params.slug ?? '';
  const result = useQuery({ query: ArticleDocument, variables: { slug, language } });
  return (
    <Answer result={result}>
      {({ article }) => (article === null ? <NotFound /> : <Contents key={article.id} article={article} />)}
    </Answer>
  );
}

function Contents({ article }: { readonly article: Article }) {
  const { text } = useSpoken();
  const [asPublished, setAsPublished] = useState(false);
  const mentions = useMentions(article.slug);
  useTitle(article.title || text.untitled);
  return (
    <div class="columns">
      <article class="main-column post" lang={article.language}>
        <h1>
          <MarkedText text={article.title || text.untitled} field="TITLE" mentions={mentions} />
        </h1>
        <Byline article={article} />
        <div class="tabs">
          <button type="button" aria-pressed={!asPublished} onClick={() => setAsPublished(false)}>
            {text.asText}
          </button>
          <button type="button" aria-pressed={asPublished} onClick={() => setAsPublished(true)}>
            {text.asPublished}
          </button>
        </div>
        {asPublished ? (
          <PublishedHtml slug={article.slug} />
        ) : (
          <div class="body">
            <MarkedText text={article.bodyText} field="BODY" mentions={mentions} paragraphs />
          </div>
        )}
      </article>
      <Side article={article} />
    </div>
  );
}

function Byline({ article }: { readonly article: Article }) {
  const { text, language, number, moment } = useSpoken();
  const zone = useZone();
  const { publishedAt, source, author, url, path, categories, readingMinutes, wordCount } = article;
  return (
    <div class="article-facts" lang={language === 'zh' ? 'zh-Hans' : 'en'}>
      <p class="byline">
        {publishedAt ? <time dateTime={publishedAt}>{moment(publishedAt, zone)}</time> : text.undated}
        {source && (
          <span lang={article.language}>
            {source.url ? (
              <a href={source.url} rel="noreferrer" target="_blank">
                {source.name}
              </a>
            ) : (
              source.name
            )}
          </span>
        )}
        {author !== null && author !== source?.name && <span lang={article.language}>{author}</span>}
        <span>{text.readingMinutes(readingMinutes)}</span>
        <span>{text.words(number(wordCount))}</span>
        {url && (
          <a href={url} rel="noreferrer" target="_blank">
            {text.original} ↗
          </a>
        )}
      </p>
      <Facts
        facts={[
          categories.nodes.length > 0 && [
            text.categories,
            categories.nodes.map(({ id, path: names }) => (
              <a key={id} class="category" href={addresses.search('', { category: names })}>
                {names.join(' / ')}
              </a>
            )),
          ],
          [text.file, <code key="file">{path}</code>],
        ]}
      />
    </div>
  );
}
