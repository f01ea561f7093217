import graphql from '@graphql-eslint/eslint-plugin';
import typescript from '@typescript-eslint/parser';

/** Run from the project's root: what graphql-eslint recommends, over the schema and over every operation. */
const schema = 'schema.graphql';
const CLIENTS = [
  'test/client',
  'examples/clients/codegen',
  'examples/clients/tada',
  'examples/clients/relay',
];

const PAGING = ['Connection', 'Edge', 'Facet', 'Facets'];
const VALUES = [
  'ArticleSource',
  'ComponentCoverage',
  'CorpusChange',
  'Diagnostic',
  'EvidenceSentence',
  'Exchange',
  'FrameworkComponent',
  'Highlight',
  'HighlightRange',
  'Image',
  'Link',
  'Media',
  'PageInfo',
  'Path',
  'PathStep',
  'StockChart',
  'Suggestion',
  'TimelineBucket',
];

const projects = Object.fromEntries([
  ...CLIENTS.map((folder) => {
    const documents = `${folder}/*.{ts,tsx}`;
    return [folder, { schema, documents, include: `${folder}/**` }];
  }),
  ['schema', { schema, include: schema }],
]);

export default [
  { ignores: ['**/generated/**', '**/__generated__/**', '**/*.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parser: typescript },
    processor: graphql.processor,
  },
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { projects } } },
  },
  {
    files: [schema],
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // What has no identity of its own has no id: values, and what paging is made of.
      '@graphql-eslint/strict-id-in-types': ['error', { exceptions: { types: VALUES, suffixes: PAGING } }],
      // Connections have `nodes` beside `edges`, and short lists (tags, images) are lists. A mention, a diagnostic
      // and what a search finds are reached by pages without being nodes.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}/*.graphql'],
    rules: graphql.configs['flat/operations-recommended'].rules,
  },
  {
    // Its client is a bare `fetch`, which has no cache to keep by id.
    files: ['test/client/**/*.graphql'],
    rules: { '@graphql-eslint/require-selections': 'off' },
  },
  {
    // relay-compiler adds ids by itself, wants names of its own kind, and checks its directives and the variables
    // that they define.
    files: ['examples/clients/relay/**/*.graphql'],
    rules: {
      '@graphql-eslint/require-selections': 'off',
      '@graphql-eslint/naming-convention': 'off',
      '@graphql-eslint/no-undefined-variables': 'off',
      '@graphql-eslint/known-directives': 'off',
    },
  },
];
