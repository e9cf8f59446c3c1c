import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,fixtures,harness,scenarios,bench,cli,test,verify}/**/*.test.ts'],
    pool: 'forks',
    // Two on two cores: most tests wait for a server or a process.
    maxWorkers: Math.max(2, availableParallelism() - 1),
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
