import { findRedis, openRedisLine, startRedis } from '../../../harness/redis/index.ts';
import {
  InconclusiveError,
  type InstancesOptions,
  type LookedUpTenant,
  type Reporter,
  type SharedBy,
  type Subject,
  type TenantInstance,
  type TenantLookupSubject,
  type ToldCrowd,
  demand,
} from '../../contract/index.ts';
import type { OpenResources } from '../../resources/index.ts';
import { untilReached } from '../patience.ts';
import { granted, tenantsOf } from '../stage.ts';

/** Where a case with several instances is played. */
export interface InstancesStage {
  readonly subject: Subject;
  readonly report: Reporter;
  readonly tenants: TenantLookupSubject;
  readonly entrance: { readonly name: string };
  readonly by: SharedBy;
}

export function stageOf(subject: Subject, report: Reporter, by: SharedBy): InstancesStage {
  return { subject, report, tenants: tenantsOf(subject), entrance: { name: `shared by ${by}` }, by };
}

/** Redis, where the case needs one; true where it needs none. */
export async function placeAvailable(by: SharedBy): Promise<true | string> {
  if (by !== 'redis') return true;
  const source = await findRedis();
  return typeof source === 'string' ? source : true;
}

/** Starts the place that instances share and gives its URL; an empty one where it is the database itself. */
export async function openPlace(by: SharedBy, owner: OpenResources): Promise<string> {
  if (by !== 'redis') return '';
  const source = await findRedis();
  if (typeof source === 'string') throw new InconclusiveError(source);
  const redis = owner.use(await startRedis(source));
  return owner.use(await openRedisLine(redis.reach)).url;
}

export function start(
  { tenants, by }: InstancesStage,
  count: number,
  url: string,
  options: Omit<InstancesOptions, 'by' | 'urls'>,
): Promise<readonly TenantInstance[]> {
  const urls = Array.from({ length: count }, () => url);
  return granted(tenants.instances, 'several instances')({ ...options, by, urls });
}

/** Sends a crowd to every instance and resolves when all of them have entered. */
export async function gatherAt(
  { subject, report }: InstancesStage,
  instances: readonly TenantInstance[],
  { slug, name }: LookedUpTenant,
  callers: number,
): Promise<{ readonly told: Promise<readonly ToldCrowd[]> }> {
  const entered = async (): Promise<number> =>
    (await Promise.all(instances.map((instance) => instance.entered()))).reduce((sum, one) => sum + one, 0);
  const before = await entered();
  report.count('requests', instances.length * callers);
  const told = Promise.all(instances.map((one) => one.crowd({ by: 'slug', value: slug }, callers, name)));
  // Awaited by whoever gathered the crowd, unless the gathering fails.
  told.catch(() => undefined);
  await untilReached({
    count: async () => (await entered()) - before,
    wanted: instances.length * callers,
    what: `callers entered ${instances.length} instances`,
    withinMs: 2 * subject.deadlineMs,
    orUntil: told,
  });
  return { told };
}

/** Resolves when each of them has been told to wait for another's load: having entered, an instance may not have asked yet. */
export async function untilAllWait({ subject }: InstancesStage, instances: readonly TenantInstance[]): Promise<void> {
  const isWaiting = async (instance: TenantInstance): Promise<boolean> =>
    granted(await instance.waited?.(), 'how often an instance has waited') > 0;
  await untilReached({
    count: async () => (await Promise.all(instances.map(isWaiting))).filter(Boolean).length,
    wanted: instances.length,
    what: "instances had been told to wait for another's load",
    withinMs: subject.deadlineMs / 2,
  });
}

/** Demands that every caller of every instance was told one of these statuses, and the tenant's name where it is found. */
export function demandTold(who: string, crowds: readonly ToldCrowd[], statuses: readonly number[]): void {
  crowds.forEach((crowd, index) => {
    const wrong = Object.entries(crowd.statuses).filter(([status]) => !statuses.includes(Number(status)));
    const [status = '', count = 0] = wrong[0] ?? [];
    demand(
      wrong.length === 0,
      `${who}, instance ${index + 1}: told ${status} × ${count} instead of ${statuses.join(' or ')}; for example ${crowd.samples[status]}`,
    );
    demand(
      crowd.misnamed === 0,
      `${who}, instance ${index + 1}: ${crowd.misnamed} answers do not hold the tenant's name`,
    );
  });
}
