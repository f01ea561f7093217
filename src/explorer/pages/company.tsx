import { useQuery } from '@urql/preact';
import { useMemo } from 'preact/hooks';
import { lazy, useLocation, useRoute } from 'preact-iso';
import { addresses } from '../addresses.ts';
import {
  CompanyDocument,
  CompanyNetworkDocument,
  type CompanyNetworkQuery,
  type CompanyQuery,
  CompanyTimelineDocument,
} from '../generated/graphql.ts';
import { EntityArticles } from '../parts/articles.tsx';
import { EntityHead } from '../parts/entity-head.tsx';
import { EntityTimeline } from '../parts/entity-timeline.tsx';
import { Facts } from '../parts/facts.tsx';
import { EntityLink, EntityNames } from '../parts/names.tsx';
import type { NetworkEdge, NetworkNode } from '../parts/network.tsx';
import { Answer, NotFound } from '../parts/states.tsx';
import { useSpoken } from '../text/language.tsx';

const Network = lazy(() => import('../parts/network.tsx').then(({ Network }) => Network));

export default function CompanyPage() {
  const { language } = useSpoken();
  const { query } = useLocation();
  const slug = useRoute().params.slug ?? '';
  const result = useQuery({
    query: CompanyDocument,
    variables: { slug, language, after: query.after ?? null },
  });
  return (
    <Answer result={result}>
      {({ company }) => (company === null ? <NotFound /> : <Contents company={company} />)}
    </Answer>
  );
}

function Contents({ company }: { readonly company: NonNullable<CompanyQuery['company']> }) {
  const { text, language } = useSpoken();
  const { slug, name, english, chinese, aliases, formerNames, country, parent, subsidiaries } = company;
  const { products, tickers } = company;
  const timeline = useQuery({ query: CompanyTimelineDocument, variables: { slug, interval: 'MONTH' } });
  return (
    <>
      <EntityHead {...company} type="Company" name={name} otherName={language === 'zh' ? english : chinese}>
        <Facts
          facts={[
            aliases.length > 0 && [text.aliases, aliases.join('、')],
            formerNames.length > 0 && [text.formerNames, formerNames.join('、')],
            country !== null && [text.country, <Country key="country" code={country} />],
            parent !== null && [text.parent, <EntityLink key="parent" entity={parent} />],
            subsidiaries.nodes.length > 0 && [
              text.subsidiaries,
              <EntityNames key="owned" entities={subsidiaries.nodes} />,
            ],
            products.nodes.length > 0 && [
              text.products,
              <EntityNames key="products" entities={products.nodes} />,
            ],
            tickers.length > 0 && [text.tickers, <Tickers key="tickers" tickers={tickers} />],
          ]}
        />
      </EntityHead>
      <EntityTimeline result={timeline} of={(data) => data.company} filter={{ companies: [slug] }} />
      <CoMentions slug={slug} />
      <EntityArticles articles={company.articles} />
    </>
  );
}

export function Country({ code }: { readonly code: string }) {
  const { language } = useSpoken();
  const names = new Intl.DisplayNames([language === 'zh' ? 'zh-CN' : 'en'], {
    type: 'region',
    fallback: 'code',
  });
  return <>{/^[A-Z]{2}$/.test(code) ? names.of(code) : code}</>;
}

function Tickers({ tickers }: { readonly tickers: NonNullable<CompanyQuery['company']>['tickers'] }) {
  const { text } = useSpoken();
  return (
    <ul class="names">
      {tickers.map((ticker) => (
        <li key={ticker.id}>
          <EntityLink entity={ticker} />{' '}
          <span class="muted">
            {ticker.exchange.name}, {ticker.exchange.currency}
          </span>{' '}
          {ticker.quoteUrl && (
            <a href={ticker.quoteUrl} rel="noreferrer" target="_blank">
              {text.quote} ↗
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

function CoMentions({ slug }: { readonly slug: string }) {
  const { text, language } = useSpoken();
  const result = useQuery({ query: CompanyNetworkDocument, variables: { slug, language } });
  return (
    <section class="panel">
      <h2>{text.network}</h2>
      <Answer result={result}>{({ company }) => company && <CoMentionNetwork company={company} />}</Answer>
    </section>
  );
}

function CoMentionNetwork({ company }: { readonly company: NonNullable<CompanyNetworkQuery['company']> }) {
  const { text } = useSpoken();
  const { nodes, edges } = useMemo(() => networkOf(company), [company]);
  if (edges.length === 0) return <p class="muted">{text.alone}</p>;
  return (
    <>
      <p class="muted">{text.networkHint}</p>
      <Network nodes={nodes} edges={edges} label={text.network} />
    </>
  );
}

/** The company in the middle, those named with it, and who of them are named with one another. */
function networkOf(company: NonNullable<CompanyNetworkQuery['company']>): {
  nodes: NetworkNode[];
  edges: NetworkEdge[];
} {
  const around = company.coMentions.edges;
  const nodes = [company, ...around.map(({ node }) => node)].map(({ id, name, slug }) => ({
    id,
    name,
    href: addresses.company(slug),
  }));
  const present = new Set(nodes.map(({ id }) => id));
  const edges = around.map(({ node, articleCount }) => ({
    source: company.id,
    target: node.id,
    count: articleCount,
  }));
  const drawn = new Set<string>();
  for (const { node } of around) {
    for (const { node: other, articleCount } of node.coMentions.edges) {
      const pair = [node.id, other.id].sort().join(' ');
      if (!present.has(other.id) || other.id === company.id || drawn.has(pair)) continue;
      drawn.add(pair);
      edges.push({ source: node.id, target: other.id, count: articleCount });
    }
  }
  return { nodes, edges };
}
