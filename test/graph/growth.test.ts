import {
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { expect, test } from 'vitest';
import type { Catalog, LocalizedName } from '../../src/catalog/catalog.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { ask } from './ask.ts';
import { CATALOG, ingest, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';
import { answeringInOrder } from './in-order.ts';

const WORLDS = [0, 1, 2, 3, 4];

/** Five worlds of the same shape that share nothing, so that a query over one reads what it reads over all, once. */
const SHAPES: Catalog = {
  ...CATALOG,
  version: 'worlds',
  companies: new Map(
    WORLDS.flatMap((world) => [
      company(`prime${world}`, null, [`XNAS:PRIME${world}`]),
      company(`second${world}`, `prime${world}`, [`XNYS:SECOND${world}`]),
    ]),
  ),
  products: new Map(
    WORLDS.map((world) => [
      `thing${world}`,
      { ...names(`Prime thing ${world}`, `thing${world}`), maker: `prime${world}`, kind: 'CHIP' },
    ]),
  ),
  frameworks: new Map([
    [
      'worlds',
      {
        slug: 'worlds',
        name: { en: 'Worlds' },
        components: WORLDS.map((world) => ({
          name: { en: `World ${world}` },
          topics: [`prime-topic${world}`],
        })),
      },
    ],
  ]),
  topics: new Map(
    WORLDS.flatMap((world) => [
      topic(`prime-topic${world}`, null),
      topic(`part${world}`, `prime-topic${world}`),
    ]),
  ),
  tickers: new Map(
    WORLDS.flatMap((world) => [
      ticker('XNAS', `PRIME${world}`, `prime${world}`),
      ticker('XNYS', `SECOND${world}`, `second${world}`),
    ]),
  ),
};

function names(en: string, slug: string) {
  const name: LocalizedName = { en };
  return { slug, name, aliases: [], formerNames: [] };
}

function company(slug: string, parent: string | null, tickers: string[]) {
  return [
    slug,
    { ...names(`${slug} Inc`, slug), parent, tickers, country: null, origin: 'CATALOG' },
  ] as const;
}

function topic(slug: string, parent: string | null) {
  return [slug, { ...names(slug, slug), parent, position: 0 }] as const;
}

function ticker(mic: string, symbol: string, owner: string) {
  const key = `${mic}:${symbol}`;
  return [key, { key, mic, symbol, company: owner, origin: 'CATALOG' }] as const;
}

function posts(world: number): Post[] {
  const body = [
    `{Company prime${world}|Prime} and {Company second${world}|Second} sell the {Product thing${world}|Thing}.`,
    `{Company prime${world}|Prime} is in {Topic prime-topic${world}|a topic} and {Topic part${world}|its part}.`,
    `{?Company prime${world},Topic part${world}|It} may be either.`,
    `{Ticker XNAS:PRIME${world}|PRIME} rises.`,
  ].join('\n');
  const post = {
    body,
    source: `source ${world}`,
    categories: [[`prime${world}`, `below${world}`]],
    tags: ['tag'],
    tickers: [
      { ticker: `XNAS:PRIME${world}`, origin: 'STOCK_BLOCK' },
      { ticker: `XNYS:SECOND${world}`, origin: 'COMPANY' },
    ],
    diagnostics: [
      { path: '', line: 1, code: 'DATE_IS_TEXT', severity: 'WARNING', message: 'It is.', hint: 'Do.' },
    ],
    document: {
      stockReferences: [
        {
          kind: 'BLOCK',
          mic: 'XNAS',
          symbol: `PRIME${world}`,
          quoteUrl: 'https://quote.example/',
          chartUrl: null,
          range: null,
        },
      ],
    },
  } as const;
  return [
    { ...post, slug: `newer${world}`, title: `Primes ${world}`, publishedAt: `2022-01-1${world}T00:00:00Z` },
    { ...post, slug: `older${world}`, title: `Others ${world}`, publishedAt: `2021-01-1${world}T00:00:00Z` },
  ];
}

// ---------------------------------------------------------------- queries over everything

const SCHEMA = createSchema();
type Field = GraphQLField<unknown, unknown>;

function fieldsOf(type: GraphQLNamedType): Field[] {
  return isObjectType(type) ? Object.values(type.getFields()) : [];
}

function connectionsOf(type: GraphQLNamedType): Field[] {
  return fieldsOf(type).filter((field) => getNamedType(field.type).name.endsWith('Connection'));
}

function typeBehind(connection: Field): GraphQLNamedOutputType {
  const nodes = fieldsOf(getNamedType(connection.type)).find(({ name }) => name === 'nodes');
  if (nodes === undefined) throw new Error(`${connection.name} has no nodes`);
  return getNamedType(nodes.type);
}

const REQUIRED: Readonly<Record<string, string>> = { interval: 'MONTH', framework: '"worlds"' };

function called({ name, args }: Field): string {
  const required = args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${REQUIRED[arg.name]}`);
  return required.length > 0 ? `${name}(${required.join(', ')})` : name;
}

/** The plain fields of a type, and below them so many levels of those that are neither plain nor connections. */
function selection(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) {
    return `{ __typename ${named
      .getTypes()
      .map((member) => `... on ${member.name} { ${called(keyOf(member))} }`)
      .join(' ')} }`;
  }
  const connections = connectionsOf(named);
  const fields = fieldsOf(named).filter(
    (field) => !connections.includes(field) && (levels > 0 || isLeafType(getNamedType(field.type))),
  );
  const selected = fields.map((field) => `${called(field)} ${selection(field.type, levels - 1)}`);
  return `{ __typename ${selected.join(' ')} }`;
}

function keyOf(type: GraphQLNamedType): Field {
  const id = fieldsOf(type).find(({ name }) => name === 'id');
  if (id === undefined) throw new Error(`${type.name} has no id`);
  return id;
}

/** A connection with its count, its facets, what its edges say, and `below` in each node. */
function page(connection: Field, first: number, below: string): string {
  const type = getNamedType(connection.type);
  const edges = fieldsOf(type).find(({ name }) => name === 'edges');
  const facets = fieldsOf(type).find(({ name }) => name === 'facets');
  if (edges === undefined) throw new Error(`${type.name} has no edges`);
  const edge = getNamedType(edges.type);
  const nested = connectionsOf(edge).map((field) => page(field, 2, '{ __typename }'));
  const own = fieldsOf(edge)
    .filter((field) => field.name !== 'node' && !connectionsOf(edge).includes(field))
    .map((field) => `${called(field)} ${selection(field.type, 1)}`);
  return `${connection.name}(first: ${first}) {
    totalCount ${facets === undefined ? '' : `facets ${selection(facets.type, 2)}`}
    edges { ${[...own, ...nested].join(' ')} node ${below} }
  }`;
}

const ROOTS: Readonly<Record<string, (first: number) => string>> = {
  Article: (first) => `articles(first: ${first})`,
  Company: (first) => `companies(first: ${first})`,
  Product: (first) => `products(first: ${first})`,
  Topic: (first) => `topics(first: ${first}, rootsOnly: true)`,
  Ticker: (first) => `tickers(first: ${first}, filter: { exchange: "XNAS" })`,
  Category: (first) => `categories(first: ${first}, rootsOnly: true)`,
};

/** For each connection of a type: the same query under one and under five parents. */
const QUERIES = Object.entries(ROOTS).flatMap(([name, root]) => {
  const type = SCHEMA.getType(name);
  return type === undefined
    ? []
    : connectionsOf(type).map((field) => {
        const behind = typeBehind(field);
        const inner = connectionsOf(behind).map((deeper) =>
          page(deeper, 2, selection(typeBehind(deeper), 1)),
        );
        const plain = selection(behind, 2).slice(1, -1);
        const outer = page(field, 2, `{ ${plain} ${inner.join('\n')} }`);
        const query = (parents: number): string => `{ ${root(parents)} { nodes { id ${outer} } } }`;
        return [`${name}.${field.name}`, query] as const;
      });
});

onEachEngine((open) => {
  test('no connection under connections takes more statements for five parents than for one', async () => {
    // Nothing is remembered, so that every query asks for all that it needs.
    const opened = await open({ answerBytes: 1 });
    const store = answeringInOrder(opened.store);
    try {
      await ingest(store, WORLDS.flatMap(posts), SHAPES);
      const growing: object[] = [];
      for (const [field, query] of QUERIES) {
        const one = await ask(store, query(1));
        const five = await ask(store, query(5));
        if (one.errors.length + five.errors.length > 0 || one.statements < five.statements) {
          growing.push({ field, one: one.statements, five: five.statements, errors: one.errors.slice(0, 2) });
        }
      }
      expect(growing).toEqual([]);
    } finally {
      await opened.remove();
    }
  });
});
