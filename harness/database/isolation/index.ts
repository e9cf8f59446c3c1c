export type { IsolatedDatabase, IsolatedTest, Isolation, IsolationTier, OpenIsolationOptions } from './isolation.ts';
export { openIsolation } from './open-isolation.ts';
export { requireTier, TierError, type TierNeed } from './tier-error.ts';
