import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's `module` build for our files, while Node takes its `main` for the packages that use it:
  // two copies, which refuse each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/properties.ts'],
    globalSetup: ['test/store/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
