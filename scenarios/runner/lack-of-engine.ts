import { type EngineCapability, describeLack } from '../../harness/database/index.ts';
import type { Capability, Scenario, Target } from '../contract/index.ts';

/** What a need asks of the database's engine; the other needs ask nothing of it. */
const engineNeeds: Partial<Record<Capability, readonly EngineCapability[]>> = {
  'real-commit': ['real-commit'],
  concurrency: ['concurrency'],
  kill: ['kill'],
  wire: ['wire'],
  relay: ['skip-locked'],
  // The rows that they show are those of the migrations.
  routes: ['real-commit', 'procedures'],
  'tenant-lookup': ['exact-counting'],
};

/** The sentence about what the engine of the target cannot show of this scenario; undefined when it can show everything. */
export async function lackOfEngine(target: Target, { id, needs }: Scenario): Promise<string | undefined> {
  const engine = await target.engine?.();
  if (engine === undefined) return undefined;
  const missing = needs.flatMap((need) => engineNeeds[need] ?? []).filter((need) => !engine.capabilities.has(need));
  return missing.length === 0 ? undefined : describeLack(engine.engine, missing, id);
}
