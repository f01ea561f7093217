import { ArticleEntry } from '../../parts/articles.tsx';
import { EntityLink, EntityNames } from '../../parts/names.tsx';
import { useSpoken } from '../../text/language.tsx';
import type { Article } from './mentions.ts';

/** What the article names, and the articles that name the same. */
export function Side({ article }: { readonly article: Article }) {
  const { text } = useSpoken();
  const { companies, products, topics, related, diagnostics } = article;
  return (
    <aside class="side-column" aria-label={text.named}>
      <Named title={text.companies} {...companies} />
      <Tickers tickers={article.tickers} />
      <Named title={text.products} {...products} />
      <Named title={text.topics} {...topics} />
      {related.edges.length > 0 && (
        <section class="panel">
          <h2>{text.related}</h2>
          {related.edges.map(({ node, sharedEntities }) => (
            <ArticleEntry key={node.id} article={node}>
              <p class="muted">{text.share}</p>
              <EntityNames entities={sharedEntities.slice(0, 6)} />
            </ArticleEntry>
          ))}
        </section>
      )}
      {diagnostics.length > 0 && (
        <section class="panel">
          <h2>{text.wrongWithFile}</h2>
          <ul class="diagnostics">
            {diagnostics.map(({ code, severity, line, message, hint }) => (
              <li key={`${code} ${line} ${message}`}>
                <p>
                  <span class={`severity ${severity.toLowerCase()}`}>{severity}</span> <code>{code}</code>{' '}
                  {line !== null && text.line(line)}
                </p>
                <p>{message}</p>
                <p class="muted">{hint}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}

function Named({
  title,
  totalCount,
  edges,
}: {
  readonly title: string;
  readonly totalCount: number;
  readonly edges: Article['companies']['edges'] | Article['products']['edges'] | Article['topics']['edges'];
}) {
  const { text, number } = useSpoken();
  if (edges.length === 0) return null;
  return (
    <section class="panel">
      <h2>
        {title} <small>{number(totalCount)}</small>
      </h2>
      <ul class="counted">
        {edges.map(({ node, mentionCount, inTitle }) => (
          <li key={node.id}>
            <EntityLink entity={node} />
            <span class="muted">
              {text.times(mentionCount)}
              {inTitle && `, ${text.inTitle}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tickers({ tickers }: { readonly tickers: Article['tickers'] }) {
  const { text, number } = useSpoken();
  if (tickers.edges.length === 0) return null;
  return (
    <section class="panel">
      <h2>
        {text.tickers} <small>{number(tickers.totalCount)}</small>
      </h2>
      <ul class="counted">
        {tickers.edges.map(({ node, origin }) => (
          <li key={node.id}>
            <EntityLink entity={node} />
            <span class="muted">
              {text.origins[origin] ?? origin}
              {node.quoteUrl && (
                <>
                  {' '}
                  <a href={node.quoteUrl} rel="noreferrer" target="_blank">
                    {text.quote} ↗
                  </a>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
