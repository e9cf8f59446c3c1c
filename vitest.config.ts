import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,fixtures,harness,scenarios,bench,cli,test,verify}/**/*.test.ts'],
    pool: 'forks',
    globalSetup: ['harness/vitest/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
