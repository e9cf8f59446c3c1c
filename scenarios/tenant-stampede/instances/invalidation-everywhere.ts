import { holdAnswers } from '../../../harness/load/index.ts';
import {
  InconclusiveError,
  type LookedUpTenant,
  type Scenario,
  type ScenarioId,
  type SharedBy,
  type TenantInstance,
  demand,
} from '../../contract/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { untilReached } from '../patience.ts';
import {
  type InstancesStage,
  demandTold,
  gatherAt,
  openPlace,
  placeAvailable,
  stageOf,
  start,
} from './instances-stage.ts';

const instances = 3;
const words = { 'advisory-lock': 'an advisory lock', redis: 'Redis' } as const;
/** Word is under way for milliseconds. */
const wordMs = 2_000;

/** What one instance has invalidated, no other serves from its cache; and what was being loaded by one then, none is given. */
export function invalidationEverywhere(id: ScenarioId, by: SharedBy): Scenario {
  return {
    id,
    title: `MUST take an invalidation to every instance that shares by ${words[by]}`,
    needs: ['concurrency', 'tenant-instances', 'inactive-tenants', 'tenant-invalidation'],
    available: () => placeAvailable(by),
    opens: { deadlineMs: 20_000 },
    run: async (subject, report) => {
      const stage = stageOf(subject, report, by);
      await using opened = new OpenResources();
      const times = { waitMs: 20_000, patienceMs: 10_000, leaseMs: 10_000, shareMs: 60_000 };
      const place = await openPlace(by, opened);
      const all = await start(stage, instances, place, { in: 'this process', times });
      await whatIsCached(stage, all);
      await whatIsBeingLoaded(stage, all);
    },
  };
}

async function whatIsCached({ tenants, report }: InstancesStage, all: readonly TenantInstance[]): Promise<void> {
  const tenant = await tenants.insertTenant();
  for (const one of all) demandTold('callers before', [await ask(one, tenant)], [200]);
  await tenants.deactivateTenant(tenant);
  await all[0]?.invalidate(tenant);
  for (const [index, one] of all.entries()) {
    const isTold = await untilTrue(async () => (await ask(one, tenant)).statuses[403] === 1, wordMs);
    report.count('requests');
    demand(isTold, `instance ${index + 1} still served a tenant ${wordMs} ms after instance 1 had invalidated it`);
  }
}

async function whatIsBeingLoaded(stage: InstancesStage, all: readonly TenantInstance[]): Promise<void> {
  const { subject, tenants } = stage;
  const [first, second, third] = all;
  if (first === undefined || second === undefined || third === undefined)
    throw new InconclusiveError('fewer than three instances were started');
  const tenant = await tenants.insertTenant();
  await using held = await holdAnswers(subject.adminUrl, tenants.table);
  const before = await gatherAt(stage, [first], tenant, 1);
  await untilReached({
    count: () => held.waiting(),
    wanted: 1,
    what: 'tenant queries had read',
    withinMs: subject.deadlineMs,
    orUntil: before.told,
  });
  await tenants.deactivateTenant(tenant);
  await second.invalidate(tenant);
  await held.letNewcomersPass();
  demandTold('a caller after an invalidation, while an older load is held', [await ask(second, tenant)], [403]);
  await held.release();
  await before.told;
  demandTold('a caller of another instance after both loads', [await ask(third, tenant)], [403]);
  const isForgotten = await untilTrue(async () => (await ask(first, tenant)).statuses[403] === 1, wordMs);
  demand(isForgotten, `the instance of the older load still served it ${wordMs} ms later`);
}

function ask(instance: TenantInstance, { slug }: LookedUpTenant) {
  return instance.crowd({ by: 'slug', value: slug }, 1);
}
