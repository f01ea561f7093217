import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Typed documents for the client of the tests, as any client of Newsgraph can generate them: from the printed
 * schema, with the hash of each document, so that a server can be told to take no others.
 */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['test/client/*.ts'],
  generates: {
    'test/client/generated/': {
      preset: 'client',
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
        },
        strictScalars: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
