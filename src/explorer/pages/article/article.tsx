import { useQuery } from '@urql/preact';
import { useEffect, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { addresses } from '../../addresses.ts';
import { ArticleDocument, ArticleRefusalsDocument, MayCorrectDocument } from '../../generated/graphql.ts';
import { Facts } from '../../parts/facts.tsx';
import { Answer, NotFound } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useZone } from '../../parts/zone.ts';
import { useSpoken } from '../../text/language.tsx';
import { CorrectionForm, type Doubt } from './correction.tsx';
import { MarkedText } from './marked-text.tsx';
import { type Article, type ArticleRefusal, markingsOf, useMentions } from './mentions.ts';
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
  const [withRefused, setWithRefused] = useState(false);
  const [doubt, setDoubt] = useState<Doubt | null>(null);
  const refusals = useRefusals(article.slug, withRefused);
  const markings = markingsOf(useMentions(article.slug), refusals);
  const [{ data: editing }] = useQuery({ query: MayCorrectDocument });
  const correct = editing?.corpus.mayCorrect ? setDoubt : null;
  const selected = useSelectedWords(correct !== null);
  useTitle(article.title || text.untitled);
  return (
    <div class="columns">
      <article class="main-column post" lang={article.language}>
        <h1>
          <MarkedText
            text={article.title || text.untitled}
            field="TITLE"
            markings={markings}
            correct={correct}
          />
        </h1>
        <Byline article={article} />
        <div class="tabs">
          <button type="button" aria-pressed={!asPublished} onClick={() => setAsPublished(false)}>
            {text.asText}
          </button>
          <button type="button" aria-pressed={asPublished} onClick={() => setAsPublished(true)}>
            {text.asPublished}
          </button>
          <button type="button" aria-pressed={withRefused} onClick={() => setWithRefused(!withRefused)}>
            {text.showRefused}
          </button>
          {correct && selected !== '' && (
            <button
              type="button"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => correct({ words: selected, entity: null, form: null })}
            >
              {text.correctWords(selected)}
            </button>
          )}
        </div>
        {doubt && <CorrectionForm key={JSON.stringify(doubt)} doubt={doubt} close={() => setDoubt(null)} />}
        {asPublished ? (
          <PublishedHtml slug={article.slug} />
        ) : (
          <div class="body">
            <MarkedText
              text={article.bodyText}
              field="BODY"
              markings={markings}
              correct={correct}
              paragraphs
            />
          </div>
        )}
      </article>
      <Side article={article} />
    </div>
  );
}

/** What linking refused, once it is asked for. */
function useRefusals(slug: string, asked: boolean): readonly ArticleRefusal[] {
  const { language } = useSpoken();
  const [{ data }] = useQuery({
    query: ArticleRefusalsDocument,
    variables: { slug, language },
    pause: !asked,
  });
  return asked ? (data?.article?.refusals ?? []) : [];
}

/** The longest selection that can be meant for a name. */
const LONGEST_NAME = 80;

/** The words of the article that the reader has selected; empty where there are none. */
function useSelectedWords(asked: boolean): string {
  const [words, setWords] = useState('');
  useEffect(() => {
    if (!asked) return undefined;
    const look = () => {
      const selection = document.getSelection();
      const inside = selection?.anchorNode?.parentElement?.closest('.post .body, .post h1') ?? null;
      const chosen = inside === null ? '' : (selection?.toString().trim() ?? '');
      setWords(chosen.length <= LONGEST_NAME && !chosen.includes('\n') ? chosen : '');
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [asked]);
  return words;
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
