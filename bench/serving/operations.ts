/** The operations of the benchmark `serve`, each with as many different variables as the store has to offer. */
export interface Operation {
  readonly name: OperationName;
  readonly query: string;
  /** The variables of request `number`: different for every number. */
  variables(number: number): Record<string, unknown>;
}

/** What the variables are made of; taken once from the store that all sides serve. */
export interface Vocabulary {
  readonly slugs: readonly string[];
  readonly cursors: readonly string[];
  readonly companies: readonly { readonly slug: string; readonly id: string }[];
}

const LINKS = `companies(first: 5) { edges { mentionCount node { slug name tickers { symbol mic } } } }`;

export const QUERIES = {
  hello: '{ __typename }',
  'article by slug': `query ($slug: String!) { article(slug: $slug) { title url publishedAt excerpt source { name } ${LINKS} } }`,
  'page of 20 with companies and tickers': `query ($after: String) { articles(first: 20, after: $after) {
    edges { cursor node { slug title publishedAt ${LINKS} } } pageInfo { hasNextPage endCursor } } }`,
  'page of 20 with mentions and sentences': `query ($after: String) { articles(first: 20, after: $after) { nodes { slug title
    mentions(first: 10) { nodes { surface start end sentence rule } } } } }`,
  'company with articles and co-mentions': `query ($slug: String!, $from: DateTime!) { company(slug: $slug) { name mentionCount
    articles(first: 10, filter: { publishedAt: { from: $from } }) { edges { mentionCount node { slug title publishedAt } } }
    coMentions(first: 10, filter: { publishedAt: { from: $from } }) { edges { articleCount node { slug name } } } } }`,
  'articles that name two companies': `query ($all: [ID!]!, $from: DateTime!) {
    articles(first: 20, filter: { mentions: { all: $all }, publishedAt: { from: $from } }) { nodes { slug title publishedAt } } }`,
  'search with highlights': `query ($query: String!, $from: DateTime!) {
    search(query: $query, types: [ARTICLE], first: 10, filter: { publishedAt: { from: $from } }) {
      edges { highlights { field fragment ranges { start end } } node { ... on Article { slug title } } } } }`,
  'entities batch of 50': `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Company { slug name mentionCount } } }`,
  facets: `query ($companies: [String!], $from: DateTime!) { articles(filter: { companies: $companies, publishedAt: { from: $from } }) {
    totalCount facets { companies(first: 10) { count node { slug name } } categories(first: 10) { count node { path } } } } }`,
  path: `query ($from: ID!, $to: ID!) { path(from: $from, to: $to) { steps {
    from { ... on Company { slug } } to { ... on Company { slug } } sentence } } }`,
} as const;
export type OperationName = keyof typeof QUERIES;

export function operations({ slugs, cursors, companies }: Vocabulary): Operation[] {
  const pick = <T>(values: readonly T[], number: number): T => values[number % values.length] as T;
  const pair = (number: number) => {
    const left = number % companies.length;
    const right =
      (left + 1 + (Math.floor(number / companies.length) % (companies.length - 1))) % companies.length;
    return { a: pick(companies, left), b: pick(companies, right) };
  };
  // A range that begins at another second for every request, and holds all articles.
  const from = (number: number) => new Date(Date.UTC(1990, 0, 1) + number * 1000).toISOString();
  const variables: Record<OperationName, Operation['variables']> = {
    hello: () => ({}),
    'article by slug': (number) => ({ slug: pick(slugs, number) }),
    'page of 20 with companies and tickers': (number) => ({ after: pick(cursors, number) }),
    'page of 20 with mentions and sentences': (number) => ({ after: pick(cursors, number) }),
    'company with articles and co-mentions': (number) => ({
      slug: pick(companies, number).slug,
      from: from(number),
    }),
    'articles that name two companies': (number) => {
      const { a, b } = pair(number);
      return { all: [a.id, b.id], from: from(number) };
    },
    'search with highlights': (number) => ({
      query: `word${(number % 5000).toString(36)}`,
      from: from(number),
    }),
    'entities batch of 50': (number) => ({
      representations: Array.from({ length: 50 }, (_, index) => ({
        __typename: 'Company',
        id: pick(companies, number * 7 + index * (1 + (number % 5))).id,
      })),
    }),
    facets: (number) => ({ companies: [pick(companies, number).slug], from: from(number) }),
    path: (number) => {
      const { a, b } = pair(number);
      return { from: a.id, to: b.id };
    },
  };
  return Object.entries(QUERIES).map(([key, query]) => {
    const name = key as OperationName;
    // A variable that no operation declares: no request is sent twice, whatever the vocabulary offers.
    return { name, query, variables: (number) => ({ ...variables[name](number), request: number }) };
  });
}

export type Ask = <Data>(query: string, variables?: object) => Promise<Data>;

interface Connection<Edge> {
  readonly edges: readonly Edge[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Pages of articles and companies that are read: more requests than that are different in their ranges only. */
const MOST_PAGES = 300;

/** Reads what the operations need through the graph of one side. */
export async function readVocabulary(ask: Ask): Promise<Vocabulary> {
  const articles = await everyEdge<{ cursor: string; node: { slug: string } }>(async (after) => {
    const data = await ask<{ articles: Connection<{ cursor: string; node: { slug: string } }> }>(
      'query ($after: String) { articles(first: 100, after: $after) { edges { cursor node { slug } } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    return data.articles;
  });
  const companies = await everyEdge<{ node: { slug: string; id: string } }>(async (after) => {
    const data = await ask<{ companies: Connection<{ node: { slug: string; id: string } }> }>(
      `query ($after: String) { companies(first: 100, after: $after, filter: { mentioned: true },
        orderBy: { field: ARTICLE_COUNT, direction: DESC }) { edges { node { slug id } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    return data.companies;
  });
  return {
    slugs: shuffled(articles.map(({ node }) => node.slug)),
    cursors: shuffled(articles.map(({ cursor }) => cursor)),
    companies: shuffled(companies.map(({ node }) => node)),
  };
}

/** Always in the same way, so that neighbouring requests do not read neighbouring rows. */
function shuffled<T>(values: readonly T[]): T[] {
  const places = values.map((value, index) => ({ value, place: Math.imul(index + 1, 2_654_435_761) >>> 0 }));
  return places.sort((left, right) => left.place - right.place).map(({ value }) => value);
}

async function everyEdge<Edge>(read: (after: string | null) => Promise<Connection<Edge>>): Promise<Edge[]> {
  const edges: Edge[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const connection: Connection<Edge> = await read(after);
    edges.push(...connection.edges);
    if (!connection.pageInfo.hasNextPage) break;
    after = connection.pageInfo.endCursor;
  }
  return edges;
}
