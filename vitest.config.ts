import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

export default defineConfig({
  test: {
    include: ['{src,fixtures,harness,scenarios,bench,cli,test,verify}/**/*.test.ts'],
    pool: 'forks',
    // Two on two cores: most tests wait for a server or a process. A third one was not faster.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // No file leaves anything behind for the next one: a worker that loads the kit once serves them all.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['harness/vitest/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A deadline, not a speed: on a busy machine a second is little.
    expect: { poll: { timeout: 30_000 } },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
