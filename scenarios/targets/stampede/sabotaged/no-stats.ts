import type { ResolverStats } from '../../../../src/tenancy/index.ts';

/** For resolvers that count nothing: the kit counts before them. */
export const noStats = (): ResolverStats => ({
  entered: 0,
  hits: 0,
  loads: 0,
  shared: 0,
  stale: 0,
  cacheFailures: 0,
  corruptEntries: 0,
});
