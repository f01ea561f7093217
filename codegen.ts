import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

/** Typed documents, each with its hash, so that a server can be told to take no others. */
const client = {
  preset: 'client' as const,
  presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' }, fragmentMasking: false },
  config: {
    enumType: 'string-literal',
    importExtension: '.ts',
    scalars: {
      ID: 'string',
      DateTime: 'string',
      Date: 'string',
      URL: 'string',
      JSON: 'unknown',
      // A facet's filter is sent on as it is.
      FacetFilter: 'ArticleFilter',
    },
    strictScalars: true,
    useTypeImports: true,
  },
};

/** Clients made from the printed schema, as any client of Newsgraph can be: that of the tests and the explorer. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'test/client/generated/': { ...client, documents: ['test/client/*.ts'] },
    'src/explorer/generated/': {
      ...client,
      documents: ['src/explorer/**/*.graphql'],
      // A normalised cache needs the type of every object, also in a document that the server knows by its hash.
      documentTransforms: [addTypenameSelectionDocumentTransform],
    },
  },
};

export default config;
