import { placeOf } from '../engine-at.ts';
import { type TierNeed, refuseOnRollback } from './tier-error.ts';

const places = new Set<string>();

/** Remembers that who connects to these URLs works in a transaction that is never committed; dispose it when they lead nowhere. */
export function noteRolledBack(...urls: readonly string[]): Disposable {
  const noted = urls.map((url) => placeOf(url));
  for (const place of noted) places.add(place);
  return {
    [Symbol.dispose]: () => {
      for (const place of noted) places.delete(place);
    },
  };
}

/** Throws a `TierError` when the database at this URL is rolled back, for callers that know only the URL. */
export function requireTierAt(url: string, need: TierNeed, what: string): void {
  if (places.has(placeOf(url))) refuseOnRollback(need, what);
}
