import type { InstancesOptions, TenantInstance } from '../../../contract/index.ts';
import type { OpenResources } from '../../../resources/index.ts';
import type { LookupMistake } from '../lookup-parts.ts';
import { crowdAt } from './crowd.ts';
import { InstanceProcess } from './instance-process.ts';
import { openInstance } from './open-instance.ts';

/** Where instances are started. */
export interface InstancesPlace {
  readonly databaseUrl: string;
  readonly deadlineMs: number;
  /** The target whose mistake they make. */
  readonly target: string;
  readonly mistake: LookupMistake;
  /** Ends them. */
  readonly owner: OpenResources;
}

/** Starts them side by side. */
export function startInstances(place: InstancesPlace, options: InstancesOptions): Promise<TenantInstance[]> {
  const start = options.in === 'processes' ? startProcess : startHere;
  return Promise.all(options.urls.map((redisUrl) => start(place, options, redisUrl)));
}

async function startProcess(
  { databaseUrl, deadlineMs, target, owner }: InstancesPlace,
  { by, times = {} }: InstancesOptions,
  redisUrl: string,
): Promise<TenantInstance> {
  const meeting = { by, databaseUrl, redisUrl, times };
  return owner.use(await InstanceProcess.start({ meeting, deadlineMs, target }));
}

async function startHere(
  { databaseUrl, deadlineMs, mistake, owner }: InstancesPlace,
  { by, times = {} }: InstancesOptions,
  redisUrl: string,
): Promise<TenantInstance> {
  const { lookup, waited } = owner.use(await openInstance({ by, databaseUrl, redisUrl, times }, deadlineMs, mistake));
  return {
    entered: () => lookup.entered(),
    waited: async () => waited(),
    invalidate: (tenant) => lookup.invalidate(tenant),
    crowd: (question, callers, name) => crowdAt(lookup, question, callers, name),
    kill: () => Promise.reject(new Error('an instance in this process cannot be killed')),
  };
}
