/**
 * The layers of src/, in the order that data takes. A file imports from its own layer and from those named beside it.
 */
const LAYERS = {
  documents: [],
  catalog: [],
  linking: ['documents', 'catalog'],
  store: ['documents', 'catalog', 'linking'],
  ingest: ['documents', 'catalog', 'linking', 'store'],
  graph: ['documents', 'catalog', 'linking', 'store'],
  server: ['documents', 'catalog', 'linking', 'ingest', 'store', 'graph'],
  explorer: [],
};

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(LAYERS).map(([layer, below]) => ({
      name: `${layer}-imports-only-to-the-left`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^src/[^/]+/', pathNot: `^src/(${[layer, ...below].join('|')})/` },
    })),
    {
      name: 'only-commands-start-the-program',
      severity: 'error',
      from: { path: '^src/(?!commands/|cli\\.ts)' },
      to: { path: '^src/(commands/|cli\\.ts)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};
