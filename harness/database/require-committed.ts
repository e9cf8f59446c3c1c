import { requireCapabilities } from './capability-error.ts';
import { engineAt } from './engine-at.ts';
import { requireTierAt } from './isolation/rolled-back-places.ts';

/** Throws a `TierError` or a `CapabilityError` when what is read at this URL need not have been committed; `what` reads it. */
export function requireCommitted(url: string, what: string): void {
  requireTierAt(url, 'commit', what);
  const engine = engineAt(url);
  if (engine !== undefined) requireCapabilities(engine, ['real-commit'], what);
}
