import type { Benchmark } from '../benchmark.ts';

/** What a database of one's own costs a test, beside what a user would pick instead. */
export const isolationBenchmark: Benchmark = {
  name: 'isolation',
  title: 'a database for each test, by tier, against testcontainers, PGlite, truncation and migrating anew',
  // Loaded when it is run: it stands on optional peers.
  run: async (options) => await (await import('./measure.ts')).measure(options),
};
