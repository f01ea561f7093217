/** The operations of the benchmark `serve`, each with as many different variables as the store has to offer. */
export interface Operation {
  readonly name: string;
  /** Whether it reads the store, so that the aims for cold requests hold for it. */
  readonly touchesStore: boolean;
  readonly query: string;
  /** The variables of request `number`: different for every number up to some thousands. */
  variables(number: number): Record<string, unknown>;
}

/** What the variables are made of; taken once from the store that all sides serve. */
export interface Vocabulary {
  readonly slugs: readonly string[];
  readonly cursors: readonly string[];
  readonly companies: readonly { readonly slug: string; readonly id: string }[];
  /** Words that many texts have. */
  readonly words: readonly string[];
}

const LINKS = `companies(first: 5) { edges { mentionCount node { slug name tickers { symbol mic } } } }`;

export function operations({ slugs, cursors, companies, words }: Vocabulary): Operation[] {
  const pick = <T>(values: readonly T[], number: number): T => values[number % values.length] as T;
  const pair = (number: number) => {
    const left = number % companies.length;
    const right =
      (left + 1 + (Math.floor(number / companies.length) % (companies.length - 1))) % companies.length;
    return { a: pick(companies, left), b: pick(companies, right) };
  };
  // A range that begins at another second for every request, and holds all articles.
  const from = (number: number) => new Date(Date.UTC(1990, 0, 1) + number * 1000).toISOString();
  return [
    {
      name: 'hello',
      touchesStore: false,
      query: '{ __typename }',
      variables: () => ({}),
    },
    {
      name: 'article by slug',
      touchesStore: true,
      query: `query ($slug: String!) { article(slug: $slug) { title url publishedAt excerpt source { name } ${LINKS} } }`,
      variables: (number) => ({ slug: pick(slugs, number) }),
    },
    {
      name: 'page of 20 with companies and tickers',
      touchesStore: true,
      query: `query ($after: String) { articles(first: 20, after: $after) {
        edges { cursor node { slug title publishedAt ${LINKS} } } pageInfo { hasNextPage endCursor } } }`,
      variables: (number) => ({ after: pick(cursors, number) }),
    },
    {
      name: 'page of 20 with mentions and sentences',
      touchesStore: true,
      query: `query ($after: String) { articles(first: 20, after: $after) { nodes { slug title
        mentions(first: 10) { nodes { surface start end sentence rule } } } } }`,
      variables: (number) => ({ after: pick(cursors, number) }),
    },
    {
      name: 'company with articles and co-mentions',
      touchesStore: true,
      query: `query ($slug: String!, $from: DateTime!) { company(slug: $slug) { name mentionCount
        articles(first: 10, filter: { publishedAt: { from: $from } }) { edges { mentionCount node { slug title publishedAt } } }
        coMentions(first: 10) { edges { articleCount node { slug name } } } } }`,
      variables: (number) => ({ slug: pick(companies, number).slug, from: from(number) }),
    },
    {
      name: 'articles that name two companies',
      touchesStore: true,
      query: `query ($all: [ID!]!, $from: DateTime!) { articles(first: 20, filter: { mentions: { all: $all }, publishedAt: { from: $from } }) {
        nodes { slug title publishedAt } } }`,
      variables: (number) => {
        const { a, b } = pair(number);
        return { all: [a.id, b.id], from: from(number) };
      },
    },
    {
      name: 'search with highlights',
      touchesStore: true,
      query: `query ($query: String!, $from: DateTime!) { search(query: $query, types: [ARTICLE], first: 10, filter: { publishedAt: { from: $from } }) {
        edges { highlights { field fragment ranges { start end } } node { ... on Article { slug title } } } } }`,
      variables: (number) => ({ query: pick(words, number), from: from(number) }),
    },
    {
      name: 'entities batch of 50',
      touchesStore: true,
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Company { slug name mentionCount } } }`,
      variables: (number) => ({
        representations: Array.from({ length: 50 }, (_, index) => ({
          __typename: 'Company',
          id: pick(companies, number * 7 + index * (1 + (number % 5))).id,
        })),
      }),
    },
    {
      name: 'facets',
      touchesStore: true,
      query: `query ($companies: [String!], $from: DateTime!) { articles(filter: { companies: $companies, publishedAt: { from: $from } }) {
        totalCount facets { companies(first: 10) { count node { slug name } } categories(first: 10) { count node { path } } } } }`,
      variables: (number) => ({ companies: [pick(companies, number).slug], from: from(number) }),
    },
    {
      name: 'path',
      touchesStore: true,
      query: `query ($from: ID!, $to: ID!) { path(from: $from, to: $to) { steps { from { id } to { id } sentence } } }`,
      variables: (number) => {
        const { a, b } = pair(number);
        return { from: a.id, to: b.id };
      },
    },
  ];
}

export type Ask = <Data>(query: string, variables?: object) => Promise<Data>;

interface Connection<Edge> {
  readonly edges: readonly Edge[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Reads what the operations need through the graph of one side: at most `pages` pages of articles and companies. */
export async function readVocabulary(ask: Ask, pages: number): Promise<Vocabulary> {
  const articles = await everyEdge<{ cursor: string; node: { slug: string } }>(pages, async (after) => {
    const data = await ask<{ articles: Connection<{ cursor: string; node: { slug: string } }> }>(
      'query ($after: String) { articles(first: 100, after: $after) { edges { cursor node { slug } } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    return data.articles;
  });
  const companies = await everyEdge<{ node: { slug: string; id: string } }>(pages, async (after) => {
    const data = await ask<{ companies: Connection<{ node: { slug: string; id: string } }> }>(
      `query ($after: String) { companies(first: 100, after: $after, filter: { mentioned: true },
        orderBy: { field: ARTICLE_COUNT, direction: DESC }) { edges { node { slug id } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    return data.companies;
  });
  return {
    slugs: articles.map(({ node }) => node.slug),
    cursors: articles.map(({ cursor }) => cursor),
    companies: companies.map(({ node }) => node),
    words: [
      '供应链',
      '毛利率',
      '海外市场',
      '行业标准',
      'data centres',
      'performance',
      'outlook',
      'migration',
    ],
  };
}

async function everyEdge<Edge>(
  pages: number,
  read: (after: string | null) => Promise<Connection<Edge>>,
): Promise<Edge[]> {
  const edges: Edge[] = [];
  let after: string | null = null;
  for (let page = 0; page < pages; page++) {
    const connection: Connection<Edge> = await read(after);
    edges.push(...connection.edges);
    if (!connection.pageInfo.hasNextPage) break;
    after = connection.pageInfo.endCursor;
  }
  return edges;
}
