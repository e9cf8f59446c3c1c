/**
 * `node verify/time-of-instances.ts [ROUNDS]`: how much dearer a cold tenant is for 4 processes × 1000 callers that share than for one
 * process × 4000. Times are from the release of the held query until the last caller has been told; the orders alternate. Ends with 1 when
 * sharing costs more than 10 ms at the median.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { countQueries } from '../harness/counting/index.ts';
import { stopServers } from '../harness/index.ts';
import { holdTable } from '../harness/load/index.ts';
import { findRedis, openRedisLine, startRedis } from '../harness/redis/index.ts';
import type { SharedBy, Target, TenantInstance, TenantLookupSubject } from '../scenarios/contract/index.ts';
import { stampedeReference, stampedeSaboteurs } from '../scenarios/targets/stampede/index.ts';

const rounds = Number(process.argv[2] ?? 20);
const callers = 4000;
const mostDearerMs = 10;
const times = { waitMs: 20_000, patienceMs: 10_000, leaseMs: 10_000 };

interface Group {
  readonly name: string;
  readonly tenants: TenantLookupSubject;
  readonly adminUrl: string;
  readonly pattern: RegExp;
  readonly instances: readonly TenantInstance[];
  readonly tookMs: number[];
}

const source = await findRedis();
if (typeof source === 'string') throw new Error(source);
const redis = await startRedis(source);
const line = await openRedisLine(redis.reach);
const alone = stampedeSaboteurs.find(({ target }) => target.name === 'each-instance-by-itself')?.target;
const opened: AsyncDisposable[] = [];

async function openGroup(
  name: string,
  by: SharedBy,
  processes: number,
  target: Target = stampedeReference,
): Promise<Group> {
  const subject = await target.open({ deadlineMs: 20_000 });
  opened.push(subject);
  const { tenantLookup: tenants, tenantQueryPattern: pattern, adminUrl } = subject;
  if (tenants?.instances === undefined || pattern === undefined) throw new Error('the reference offers no instances');
  const urls = Array.from({ length: processes }, () => line.url);
  return {
    name,
    tenants,
    adminUrl,
    pattern,
    instances: await tenants.instances({ in: 'processes', by, urls, times }),
    tookMs: [],
  };
}

async function play({ name, tenants, adminUrl, pattern, instances, tookMs }: Group): Promise<void> {
  const tenant = await tenants.insertTenant();
  const entered = async (): Promise<number> =>
    (await Promise.all(instances.map((one) => one.entered()))).reduce((sum, one) => sum + one, 0);
  const before = await entered();
  await using counter = await countQueries({ adminUrl, pattern, settleMs: 5000 });
  const held = await holdTable(adminUrl, tenants.table);
  const question = { by: 'slug', value: tenant.slug } as const;
  const told = Promise.all(instances.map((one) => one.crowd(question, callers / instances.length, tenant.name)));
  while ((await entered()) - before < callers || (await held.waiting()) < 1) await pause(5);
  const releasedAt = performance.now();
  await held.release();
  await told;
  tookMs.push(performance.now() - releasedAt);
  const { count } = await counter.stop();
  if (count !== 1) throw new Error(`${name}: ${count} tenant queries`);
}

const groups = [
  await openGroup('1 process × 4000', 'advisory-lock', 1, alone),
  await openGroup('4 processes × 1000, advisory lock', 'advisory-lock', 4),
  await openGroup('4 processes × 1000, Redis', 'redis', 4),
];
for (let round = 0; round < rounds; round += 1)
  for (const group of round % 2 === 0 ? groups : groups.toReversed()) await play(group);

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
const [base] = groups;
const told = groups.map(({ name, tookMs }) => {
  const median = medianOf(tookMs);
  // Each round beside the same round of the one process: what the machine does meanwhile is in both.
  const dearer = medianOf(tookMs.map((took, round) => took - (base?.tookMs[round] ?? 0)));
  if (dearer > mostDearerMs) process.exitCode = 1;
  return `${name}: ${rounds} × 1 query, median ${median.toFixed(1)} ms (${Math.min(...tookMs).toFixed(1)}–${Math.max(...tookMs).toFixed(1)}), ${dearer.toFixed(1)} ms dearer`;
});
process.stdout.write(`${told.join('; ')}\n`);
for (const one of opened) await one[Symbol.asyncDispose]();
await line[Symbol.asyncDispose]();
await redis[Symbol.asyncDispose]();
await stopServers();
