import type { Benchmark } from './benchmark.ts';
import { isolationBenchmark } from './isolation/index.ts';
import { proxyBenchmark } from './proxy/index.ts';

export type { BenchOptions, BenchRow, Benchmark } from './benchmark.ts';
export { machine, renderTable } from './report/index.ts';

/** Every benchmark, by the name that `bench NAME` knows. */
export const benchmarks: readonly Benchmark[] = [isolationBenchmark, proxyBenchmark];
