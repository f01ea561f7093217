/**
 * Writes what is generated from the code: schema.graphql, docs/diagnostics.md, the typed clients of the tests and of
 * the explorer, and the schema that the example of gql.tada takes its types from.
 * With `--check` nothing is written, and stale files are named with exit status 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { minifyIntrospection, outputIntrospectionFile } from '@gql.tada/internal';
import { generate } from '@graphql-codegen/cli';
import { introspectionFromSchema } from 'graphql';
import codegen from '../codegen.ts';
import { CATALOG_CODES } from '../src/catalog/codes.ts';
import type { DiagnosticCode } from '../src/diagnostic.ts';
import { DOCUMENT_CODES } from '../src/documents/codes.ts';
import { clientSchema, printClientSchema } from '../src/graph/schema.ts';
import { INGEST_CODES } from '../src/ingest/codes.ts';

const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const stale: string[] = [];

function put(file: string, content: string): void {
  const path = resolve(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  stale.push(relative(root, path));
  if (check) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

put('schema.graphql', printClientSchema());
put('docs/diagnostics.md', diagnosticsPage());
put(
  'examples/clients/tada/graphql-env.d.ts',
  outputIntrospectionFile(minifyIntrospection(introspectionFromSchema(clientSchema())), {
    fileType: '.d.ts',
    shouldPreprocess: true,
  }),
);
process.chdir(root);
for (const { filename, content } of await generate({ ...codegen, silent: true }, false))
  put(filename, content);

if (stale.length === 0) {
  console.log('Generated files are up to date.');
} else if (check) {
  console.error(`Stale: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`);
  process.exitCode = 1;
} else {
  console.log(`Written: ${stale.join(', ')}.`);
}

function diagnosticsPage(): string {
  const layers: [string, Record<string, DiagnosticCode>][] = [
    ['Files and folders', INGEST_CODES],
    ['Posts', DOCUMENT_CODES],
    ['Catalog files', CATALOG_CODES],
  ];
  const sections = layers.map(([title, codes]) => {
    const rows = Object.entries(codes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { severity, meaning, hint }]) => `| \`${code}\` | ${severity} | ${meaning} | ${hint} |`);
    return `## ${title}\n\n| code | severity | meaning | what to do |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `<!-- Written by scripts/generate.ts from the codes in src; do not edit. -->
# Diagnostics

What Newsgraph says about a file that it could not read as it stands. Each diagnostic has a path, a line where
there is one, a code, a severity, a message and a hint. They are printed by \`newsgraph ingest\`, kept in the store
and served as \`Corpus.diagnostics\` and \`Article.diagnostics\`. ERROR: something was lost. WARNING: something was
recovered or assumed. INFO: worth knowing.

${sections.join('\n')}`;
}
