import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's `module` build for our files, while Node takes its `main` for the packages that use it:
  // two copies, which refuse each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/properties.ts'],
    globalSetup: ['test/store/global-setup.ts', 'test/explorer/build.ts'],
    // Vitest leaves one processor free, which of two is half of them: 8.4 minutes with one worker, 5.4 with two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
