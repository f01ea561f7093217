import { useQuery } from '@urql/preact';
import { addresses } from '../addresses.ts';
import { OverviewDocument, type OverviewQuery } from '../generated/graphql.ts';
import { ArticleEntry } from '../parts/articles.tsx';
import { EntityLink } from '../parts/names.tsx';
import { Answer } from '../parts/states.tsx';
import { monthBars, Timeline, withEmptyMonths } from '../parts/timeline.tsx';
import { useTitle } from '../parts/title.ts';
import { useZone } from '../parts/zone.ts';
import { useSpoken } from '../text/language.tsx';

export default function Overview() {
  const { text, language } = useSpoken();
  const result = useQuery({ query: OverviewDocument, variables: { language } });
  useTitle(undefined);
  return (
    <>
      <div class="lead">
        <h1>{text.whatThePostsSay}</h1>
        <p>{text.whatThePostsSayHint}</p>
      </div>
      <Answer result={result}>{(data) => <Contents data={data} />}</Answer>
    </>
  );
}

function Contents({ data }: { readonly data: OverviewQuery }) {
  const { text, number, moment, month } = useSpoken();
  const zone = useZone();
  const { corpus, companies, products, articles } = data;
  const { months, topics } = articles.facets;
  if (corpus.articleCount === 0) {
    return (
      <div class="notice">
        <p>{text.noArticles}</p>
        <p>
          <code>{text.noArticlesHint}</code>
        </p>
        <DiagnosticsLink count={corpus.diagnostics.totalCount} />
      </div>
    );
  }
  return (
    <>
      <ul class="figures">
        <Figure count={corpus.articleCount} name={text.articles} href={addresses.search()} />
        <Figure count={companies.totalCount} name={text.companies} href={addresses.companies} />
        <Figure count={products.totalCount} name={text.products} href={addresses.products} />
        <li class="figure wide">
          <span class="figure-name">{text.readWhen(moment(corpus.ingestedAt, zone))}</span>
          <DiagnosticsLink count={corpus.diagnostics.totalCount} />
        </li>
      </ul>
      {months.length > 0 && (
        <section class="panel">
          <h2>{months.length < 100 ? text.articlesOverTime : text.articlesOverTimeTop}</h2>
          <Timeline
            label={text.articlesOverTime}
            bars={monthBars(
              months.length < 100
                ? withEmptyMonths(months)
                : months.map(({ value, count }) => ({ start: value, articleCount: count })).sort(byStart),
              month,
              {},
              zone,
            )}
          />
        </section>
      )}
      <div class="columns">
        <section aria-labelledby="latest" class="main-column">
          <h2 id="latest">{text.latest}</h2>
          {articles.nodes.map((article) => (
            <ArticleEntry key={article.id} article={article}>
              <p class="excerpt">{article.excerpt}</p>
            </ArticleEntry>
          ))}
          <p>
            <a href={addresses.search()}>
              {text.all}: {text.articleCount(corpus.articleCount, number(corpus.articleCount))}
            </a>
          </p>
        </section>
        <aside class="side-column" aria-label={text.mostNamed}>
          <Ranking title={text.companies} href={addresses.companies} entries={companies.nodes} />
          <Ranking title={text.products} href={addresses.products} entries={products.nodes} />
          <Ranking
            title={text.topics}
            href={addresses.topics}
            entries={topics.map(({ node, count }) => ({ ...node, articleCount: count }))}
          />
        </aside>
      </div>
    </>
  );
}

const byStart = (a: { readonly start: string }, b: { readonly start: string }) =>
  a.start < b.start ? -1 : 1;

function Figure({
  count,
  name,
  href,
}: {
  readonly count: number;
  readonly name: string;
  readonly href: string;
}) {
  const { number } = useSpoken();
  return (
    <li class="figure">
      <a href={href}>
        <span class="figure-count">{number(count)}</span> <span class="figure-name">{name}</span>
      </a>
    </li>
  );
}

function DiagnosticsLink({ count }: { readonly count: number }) {
  const { text, number } = useSpoken();
  return <a href={addresses.diagnostics}>{text.diagnosticCount(count, number(count))}</a>;
}

type Ranked = Parameters<typeof EntityLink>[0]['entity'] & { readonly articleCount: number };

function Ranking({
  title,
  href,
  entries,
}: {
  readonly title: string;
  readonly href: string;
  readonly entries: readonly Ranked[];
}) {
  const { text, number } = useSpoken();
  if (entries.length === 0) return null;
  return (
    <section class="panel ranking">
      <h2>
        {text.mostNamed}: {title}
      </h2>
      <ol>
        {entries.map((entity) => (
          <li key={entity.id}>
            <EntityLink entity={entity} />
            <span class="ranking-count">
              {text.articleCount(entity.articleCount, number(entity.articleCount))}
            </span>
          </li>
        ))}
      </ol>
      <a href={href}>
        {text.all}: {title}
      </a>
    </section>
  );
}
