import { sharedServer } from '../../../harness/database/index.ts';
import type { Capability, Target } from '../../contract/index.ts';
import type { LookupMistake } from './lookup-parts.ts';

const capabilities: ReadonlySet<Capability> = new Set<Capability>([
  'concurrency',
  'tenant-lookup',
  'served-tenant-lookup',
  'inactive-tenants',
  'tenant-invalidation',
  'service-clock',
  'tenant-lookup-wire',
  'cache-access',
  'loader-access',
  'stale-serving',
  'tenant-instances',
  'instance-waits',
]);

/** The reference's tenant look-up, or a sabotaged copy of it. */
export interface StampedeTarget extends Target {
  readonly mistake: LookupMistake;
}

/** A target over the look-up on a test database of its own; nothing is started before a scenario asks for it. */
export function stampedeTarget(name: string, mistake: LookupMistake = {}): StampedeTarget {
  return {
    name,
    mistake,
    capabilities,
    engine: () => sharedServer(),
    open: async (options) => (await import('./open-subject.ts')).openSubject(name, mistake, options),
  };
}
