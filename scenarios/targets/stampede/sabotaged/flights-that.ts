import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import type { Flights } from '../lookup-parts.ts';

/** The right flights, but for the run. */
export function flightsThat(
  right: Flights,
  run: (...call: Parameters<Flights['run']>) => Promise<TenantOutcome>,
): Flights {
  return { run, forget: (key) => right.forget(key), has: (key) => right.has(key) };
}
