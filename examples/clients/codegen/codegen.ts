import type { CodegenConfig } from '@graphql-codegen/cli';

/** The client preset over the committed schema, and the file of documents that `--trusted-documents` takes. */
const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: ['codegen/*.ts', '!codegen/codegen.ts'],
  generates: {
    'codegen/generated/': {
      preset: 'client',
      presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        enumType: 'string-literal',
        importExtension: '.ts',
        scalars: { ID: 'string', DateTime: 'string', Date: 'string', URL: 'string', JSON: 'unknown' },
        strictScalars: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
