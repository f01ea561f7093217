import type { GraphiQLOptions } from 'graphql-yoga';
import type { Store } from '../store/store.ts';

/** The page with all of its scripts inside, so that it works without a network; 9 MB, so it is loaded when first asked for. */
export async function renderPage(options: GraphiQLOptions): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options);
}

/** GraphiQL that opens with queries about what the store really holds; without a store, with an empty tab. */
export async function graphiqlOptions(store: Store | null): Promise<GraphiQLOptions> {
  if (store === null) return { title: 'Newsgraph' };
  return {
    title: 'Newsgraph',
    defaultTabs: exampleQueries(await findExamples(store)).map((query) => ({ query })),
  };
}

/** Names from the corpus that make the example queries answer something. */
interface Examples {
  readonly company: string;
  readonly category: readonly string[];
  readonly word: string;
  readonly ticker: { readonly exchange: string; readonly symbol: string };
}

async function findExamples(store: Store): Promise<Examples> {
  const one = { first: 1 };
  const mostArticles = { field: 'ARTICLE_COUNT', direction: 'DESC' } as const;
  const [companies, categories, topics, tickers] = await Promise.all([
    store.companies.page({ mentioned: true }, mostArticles, one),
    store.categories.page(true, one),
    store.topics.page({ mentioned: true }, mostArticles, one),
    store.tickers.page({ mentioned: true }, mostArticles, one),
  ]);
  const topic = topics.edges[0]?.node.name;
  const ticker = tickers.edges[0]?.node;
  return {
    company: companies.edges[0]?.node.slug ?? 'company-slug',
    category: categories.edges[0]?.node.path ?? ['category'],
    word: topic?.zh ?? topic?.en ?? 'word',
    ticker: { exchange: ticker?.mic ?? 'XNAS', symbol: ticker?.symbol ?? 'SYMBOL' },
  };
}

function exampleQueries({ company, category, word, ticker }: Examples): string[] {
  return [
    `# What links the posts: the companies and products
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

fragment link on Company {
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
`,
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
`,
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
    }
  }
}
`,
    `# Search over all six types, in Chinese and English.
query Search {
  search(query: ${JSON.stringify(word)}, first: 10) {
    totalCount
    edges {
      score
      highlights { field fragment ranges { start end } }
      node {
        __typename
        ... on Article { title publishedAt }
        ... on Company { companyName: name }
        ... on Topic { topicName: name }
      }
    }
  }
}
`,
    `# A ticker, its company, and the articles it reaches.
query Ticker {
  ticker(
    exchange: ${JSON.stringify(ticker.exchange)}
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
`,
  ];
}
