import { useClient, useQuery } from '@urql/preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { addresses } from '../addresses.ts';
import {
  CellArticlesDocument,
  CellSentencesDocument,
  ComponentCompaniesDocument,
  type ComponentCompaniesQuery,
  FrameworkDocument,
  type FrameworkQuery,
} from '../generated/graphql.ts';
import { ArticleEntry, EntityArticles, Pages } from '../parts/articles.tsx';
import { EntityLink, EntityNames } from '../parts/names.tsx';
import { Answer, Loading, NotFound } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useSpoken } from '../text/language.tsx';

type Framework = NonNullable<FrameworkQuery['framework']>;
type Component = Framework['components'][number];
type Counted = ComponentCompaniesQuery['articles']['facets']['companies'][number];

/** Companies by components: how many articles name a company and what a component is made of. */
export default function FrameworkPage() {
  const { language } = useSpoken();
  const slug = useRoute().params.slug ?? '';
  const result = useQuery({ query: FrameworkDocument, variables: { slug, language } });
  return (
    <Answer result={result}>
      {({ framework }) => (framework === null ? <NotFound /> : <Contents framework={framework} />)}
    </Answer>
  );
}

function Contents({ framework }: { readonly framework: Framework }) {
  const { text } = useSpoken();
  const { query } = useLocation();
  const { name, components } = framework;
  const counts = useCounts(components);
  useTitle(name);
  const chosen = components.find(({ position }) => String(position) === query.component);
  return (
    <>
      <h1>{name}</h1>
      <p class="muted">{text.heatMapHint}</p>
      {counts === null ? <Loading /> : <HeatMap framework={framework} counts={counts} />}
      {chosen && query.company && (
        <Cell framework={framework.slug} component={chosen} company={query.company} />
      )}
      <section class="panel">
        <h2>{text.components}</h2>
        <ol class="components">
          {components.map(({ position, name: component, topics }) => (
            <li key={position}>
              <h3>
                {position}. {component}
              </h3>
              <EntityNames entities={topics.nodes} />
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

const topicsOf = ({ topics }: Component) => topics.nodes.map(({ slug }) => slug);

/** For each component the companies of its articles; null until all are there. */
function useCounts(components: readonly Component[]): ReadonlyMap<number, readonly Counted[]> | null {
  const { language } = useSpoken();
  const client = useClient();
  const [counts, setCounts] = useState<ReadonlyMap<number, readonly Counted[]> | null>(null);
  useEffect(() => {
    let current = true;
    const count = async (component: Component) => {
      const variables = { topics: topicsOf(component), language };
      const { data } = await client.query(ComponentCompaniesDocument, variables).toPromise();
      return [component.position, data?.articles.facets.companies ?? []] as const;
    };
    void Promise.all(components.map(count)).then((all) => {
      if (current) setCounts(new Map(all));
    });
    return () => {
      current = false;
    };
  }, [client, components, language]);
  return counts;
}

const MOST_ROWS = 25;
const SHADES = 5;

function HeatMap({
  framework: { slug, name, components },
  counts,
}: {
  readonly framework: Framework;
  readonly counts: ReadonlyMap<number, readonly Counted[]>;
}) {
  const { text, number } = useSpoken();
  const cells = new Map<string, number>();
  const sums = new Map<string, { company: Counted['node']; sum: number }>();
  for (const [position, companies] of counts) {
    for (const { node, count } of companies) {
      cells.set(`${node.id} ${position}`, count);
      const sum = (sums.get(node.id)?.sum ?? 0) + count;
      sums.set(node.id, { company: node, sum });
    }
  }
  const rows = [...sums.values()].sort((a, b) => b.sum - a.sum).slice(0, MOST_ROWS);
  const most = Math.max(1, ...cells.values());
  if (rows.length === 0) return <p class="notice">{text.noResults}</p>;
  return (
    <div class="heat">
      <table>
        <caption class="visually-hidden">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{text.company}</th>
            {components.map((component) => (
              <th key={component.position} scope="col">
                {component.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ company }) => (
            <tr key={company.id}>
              <th scope="row">
                <EntityLink entity={company} />
              </th>
              {components.map(({ position, name: component }) => {
                const count = cells.get(`${company.id} ${position}`) ?? 0;
                if (count === 0) return <td key={position} />;
                const shade = Math.max(1, Math.ceil((count / most) * SHADES));
                return (
                  <td key={position} class={`shade-${shade}`}>
                    <a
                      href={`${addresses.framework(slug)}?${new URLSearchParams({ company: company.slug, component: String(position) })}`}
                      aria-label={`${company.name}, ${component}: ${text.articleCount(count, number(count))}`}
                    >
                      {number(count)}
                    </a>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is said of a company and a component: first where one sentence names both, then the articles that do. */
function Cell({
  framework,
  component,
  company,
}: {
  readonly framework: string;
  readonly component: Component;
  readonly company: string;
}) {
  const { text, language, number } = useSpoken();
  const { query } = useLocation();
  const result = useQuery({
    query: CellSentencesDocument,
    variables: { company, framework, after: query.after ?? null, language },
  });
  const articles = useQuery({
    query: CellArticlesDocument,
    variables: { company, topics: topicsOf(component), language },
  });
  return (
    <>
      <Answer result={result}>
        {({ company: found }) => {
          const coverage = found?.frameworkCoverage.find(
            (one) => one.component.position === component.position,
          );
          if (!found || !coverage) return null;
          const { evidence, sentenceCount } = coverage;
          return (
            <section class="panel">
              <h2>
                {found.name} · {component.name}{' '}
                <small>{text.sentenceCount(sentenceCount, number(sentenceCount))}</small>
              </h2>
              {evidence.nodes.map(({ sentence, start, topic, article }) => (
                <ArticleEntry key={`${article.id} ${start} ${topic.id}`} article={article}>
                  <blockquote>{sentence}</blockquote>
                  <EntityNames entities={[topic]} />
                </ArticleEntry>
              ))}
              <Pages {...evidence.pageInfo} />
            </section>
          );
        }}
      </Answer>
      <Answer result={articles}>
        {({ company: found }) => found && <EntityArticles articles={found.articles} />}
      </Answer>
    </>
  );
}
