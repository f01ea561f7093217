import { globalId } from '../../graph/ids.ts';
import type { CompanyRow, Store } from '../../store/store.ts';

/** Names from the corpus that make the example queries answer something; null where the corpus has none. */
interface Names {
  readonly company: string | null;
  readonly category: readonly string[] | null;
  readonly word: string | null;
  readonly ticker: { readonly mic: string; readonly symbol: string } | null;
  /** The slug of a research framework. */
  readonly framework: string | null;
  /** Global ids of two companies that are both named beside the first. */
  readonly path: readonly [string, string] | null;
  /** What stands before the names of types. */
  readonly typePrefix: string;
}

/** Queries about what the store really holds: those whose names it has. */
export async function exampleQueries(store: Store, typePrefix: string): Promise<string[]> {
  const names = await findNames(store, typePrefix);
  return EXAMPLES.map((example) => example(names)).filter((query) => query !== null);
}

async function findNames(store: Store, typePrefix: string): Promise<Names> {
  const one = { first: 1 };
  const mostArticles = { field: 'ARTICLE_COUNT', direction: 'DESC' } as const;
  const [companies, categories, topics, tickers] = await Promise.all([
    store.companies.page({ mentioned: true }, mostArticles, one),
    store.categories.page(true, one),
    store.topics.page({ mentioned: true }, mostArticles, one),
    store.tickers.page({ mentioned: true }, mostArticles, one),
  ]);
  const company = companies.edges[0]?.node;
  const topic = topics.edges[0]?.node.name;
  const ticker = tickers.edges[0]?.node;
  return {
    company: company?.slug ?? null,
    category: categories.edges[0]?.node.path ?? null,
    word: topic?.zh ?? topic?.en ?? null,
    framework: (await store.catalog())?.frameworks.keys().next().value ?? null,
    path: company ? await endsOfPath(store, company) : null,
    typePrefix,
    ticker: ticker ? { mic: ticker.mic, symbol: ticker.symbol } : null,
  };
}

/** Two companies that hang together at least through the one that both are named beside. */
async function endsOfPath(store: Store, company: CompanyRow): Promise<[string, string] | null> {
  const [page] = await store.companies.coMentions([company.id], {}, { first: 20 });
  const beside = (page?.edges ?? []).map(({ node }) => node.slug);
  const [from, to] = [beside[0], beside.length > 1 ? beside.at(-1) : company.slug];
  return from === undefined || to === undefined ? null : [globalId('Company', from), globalId('Company', to)];
}

type Example = (names: Names) => string | null;

const linksOfPosts: Example = ({ typePrefix }) => `# What links the posts: the companies and products
# that most articles name, with the articles.
query WhatLinksThePosts {
  companies(
    filter: { mentioned: true }
    orderBy: { field: ARTICLE_COUNT, direction: DESC }
    first: 5
  ) {
    nodes { ...link }
  }
  products(
    filter: { mentioned: true }
    orderBy: { field: ARTICLE_COUNT, direction: DESC }
    first: 5
  ) {
    nodes {
      name
      maker { name }
      articles(first: 5) { totalCount nodes { title } }
    }
  }
}

fragment link on ${typePrefix}Company {
  name
  zh: name(language: "zh")
  articles(first: 5) {
    totalCount
    edges {
      mentionCount
      node { title publishedAt }
      mentions { surface sentence }
    }
  }
}
`;

const companyWithSentences: Example = ({ company }) =>
  company &&
  `# A company with the articles that name it,
# and the sentences in which they do.
query CompanyWithSentences {
  company(slug: ${JSON.stringify(company)}) {
    name
    aliases
    formerNames
    tickers { symbol exchange { mic name } }
    articles(first: 5) {
      totalCount
      edges {
        mentionCount
        node { title publishedAt source { name } }
        mentions { surface sentence rule }
      }
    }
  }
}
`;

const searchWithFacets: Example = ({ word, typePrefix }) =>
  word &&
  `# Search in Chinese and English, with what the articles
# that were found are about and when they appeared.
query SearchWithFacets {
  search(query: ${JSON.stringify(word)}, first: 10) {
    totalCount
    facets {
      companies(first: 5) { count node { name } }
      topics(first: 5) { count node { name } }
      months(first: 12) { value count }
    }
    nodes {
      __typename
      ... on ${typePrefix}Article { title publishedAt url }
      ... on ${typePrefix}Entity { name }
      ... on ${typePrefix}Category { path }
    }
    edges {
      highlights { field fragment ranges { start end } }
    }
  }
}
`;

const coMentions: Example = ({ company }) =>
  company &&
  `# The companies that are named beside a company,
# with the articles that name both.
query CoMentions {
  company(slug: ${JSON.stringify(company)}) {
    name
    coMentions(first: 5) {
      totalCount
      edges {
        articleCount
        node { name tickers { symbol } }
        articles(first: 3) { nodes { title publishedAt excerpt(length: 120) } }
      }
    }
  }
}
`;

const timeline: Example = ({ company }) =>
  company &&
  `# How often a company is named, month by month,
# with the newest articles.
query Timeline {
  company(slug: ${JSON.stringify(company)}) {
    name
    timeline(interval: MONTH) { start articleCount mentionCount }
    articles(first: 5) {
      nodes { publishedAt title excerpt(length: 120) }
    }
  }
}
`;

const coverage: Example = ({ company, framework }) =>
  company &&
  framework &&
  `# How much the posts say about a company and each component
# of a research framework, with the newest sentence.
query Coverage {
  company(slug: ${JSON.stringify(company)}) {
    name
    frameworkCoverage(framework: ${JSON.stringify(framework)}) {
      component { position name zh: name(language: "zh") }
      sentenceCount
      articleCount
      evidence(first: 1) { nodes { sentence article { title } } }
    }
  }
}
`;

const path: Example = ({ path: ends, typePrefix }) =>
  ends &&
  `# How two companies hang together, step by step,
# with the sentence that says it best.
query Path {
  path(from: ${JSON.stringify(ends[0])}, to: ${JSON.stringify(ends[1])}) {
    steps {
      from { ...end }
      to { ...end }
      sentence
      articles(first: 3) { nodes { title publishedAt } }
    }
  }
}

fragment end on Node {
  ... on ${typePrefix}Entity { name }
  ... on ${typePrefix}Article { title }
}
`;

const articlesOfCategory: Example = ({ category }) =>
  category &&
  `# Articles of a category and everything below it.
query ArticlesOfCategory {
  articles(filter: { category: ${JSON.stringify(category)} }, first: 10) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      title
      publishedAt
      excerpt(length: 120)
      categories(first: 3) { nodes { path } }
      companies(first: 5) { nodes { name } }
      topics(first: 5) { nodes { name } }
    }
  }
}
`;

const tickerWithArticles: Example = ({ ticker }) =>
  ticker &&
  `# A ticker, its company, and the articles it reaches.
query Ticker {
  ticker(
    exchange: ${JSON.stringify(ticker.mic)}
    symbol: ${JSON.stringify(ticker.symbol)}
  ) {
    symbol
    exchange { name country currency }
    quoteUrl
    company { name zh: name(language: "zh") }
    articles(first: 5) {
      totalCount
      nodes { title tickers { edges { origin node { symbol } } } }
    }
  }
}
`;

/** In the order of the tabs. */
const EXAMPLES: readonly Example[] = [
  linksOfPosts,
  companyWithSentences,
  searchWithFacets,
  coMentions,
  path,
  coverage,
  timeline,
  articlesOfCategory,
  tickerWithArticles,
];
