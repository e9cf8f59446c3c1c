import { requireLoadGenerator } from '../harness/load/index.ts';
import type { Scenario, Target } from '../scenarios/index.ts';

/** Rejects with a `MissingPeerError` when scenarios that can be run on the target need a package that is not installed. */
export async function requirePeers({ capabilities }: Target, scenarios: readonly Scenario[]): Promise<void> {
  const sendsLoad = scenarios.some(
    ({ needs }) => needs.includes('served-tenant-lookup') && needs.every((need) => capabilities.has(need)),
  );
  if (sendsLoad) await requireLoadGenerator();
}
