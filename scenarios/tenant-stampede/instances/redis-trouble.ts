import {
  type RedisLine,
  type RedisSource,
  findRedis,
  openRedisLine,
  startRedis,
} from '../../../harness/redis/index.ts';
import { holdTable } from '../../../harness/load/index.ts';
import {
  type Scenario,
  type ScenarioId,
  InconclusiveError,
  type TenantInstance,
  demand,
} from '../../contract/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { tenantQueriesDuring } from '../count-queries.ts';
import { granted } from '../stage.ts';
import { type InstancesStage, demandTold, gatherAt, placeAvailable, stageOf } from './instances-stage.ts';

const instances = 4;
const callers = 250;
/** How long an instance waits for Redis. */
const patienceMs = 100;

/** What happens to Redis while all callers wait. */
interface Trouble {
  readonly what: string;
  readonly begin: (lines: readonly RedisLine[], redis: Restartable) => Promise<void>;
}

const all = (state: Parameters<RedisLine['set']>[0]) => async (lines: readonly RedisLine[]) => {
  for (const line of lines) line.set(state);
};

const troubles: readonly Trouble[] = [
  { what: 'slow', begin: all({ slowMs: 2 * patienceMs }) },
  { what: 'down', begin: all('cut') },
  { what: 'silent behind a partition', begin: all('silent') },
  { what: 'reached by two instances only', begin: async (lines) => all('silent')(lines.slice(2)) },
  { what: 'killed and started again, empty', begin: (_lines, redis) => redis.restart() },
];

/** Redis saves queries, and is needed for nothing: without it every instance asks once. */
export function redisTrouble(id: ScenarioId): Scenario {
  return {
    id,
    title:
      'MUST answer the callers of 4 instances with at most 4 queries while Redis is slow, down, cut off or restarted',
    needs: ['concurrency', 'tenant-instances'],
    available: () => placeAvailable('redis'),
    run: async (subject, report) => {
      const stage = stageOf(subject, report, 'redis');
      await using opened = new OpenResources();
      const source = await findRedis();
      if (typeof source === 'string') throw new InconclusiveError(source);
      const redis = await Restartable.start(source, opened);
      const urls = redis.lines.map(({ url }) => url);
      const times = { waitMs: 1_000, patienceMs, leaseMs: 300 };
      const running = await granted(
        stage.tenants.instances,
        'several instances',
      )({
        in: 'this process',
        by: 'redis',
        urls,
        times,
      });
      for (const trouble of troubles) await during(stage, running, redis, trouble);
    },
  };
}

async function during(
  stage: InstancesStage,
  running: readonly TenantInstance[],
  redis: Restartable,
  { what, begin }: Trouble,
): Promise<void> {
  const tenant = await stage.tenants.insertTenant();
  const who = `${callers} callers of each of ${instances} instances while Redis is ${what}`;
  const { queries } = await tenantQueriesDuring(stage, async () => {
    await using held = await holdTable(stage.subject.adminUrl, stage.tenants.table);
    const crowds = await gatherAt(stage, running, tenant, callers);
    await begin(redis.lines, redis);
    await held.release();
    demandTold(who, await crowds.told, [200]);
  });
  for (const line of redis.lines) line.set('open');
  if (queries === 0) throw new InconclusiveError(`${who}: no statement matched the pattern`);
  demand(queries <= instances, `${who}: ${queries} tenant queries, more than ${instances}`);
}

/** A Redis with a line for each instance. */
class Restartable {
  readonly lines: readonly RedisLine[];
  readonly #source: RedisSource;
  readonly #owner: OpenResources;
  #running: AsyncDisposable;

  private constructor(
    source: RedisSource,
    owner: OpenResources,
    running: AsyncDisposable,
    lines: readonly RedisLine[],
  ) {
    this.#source = source;
    this.#owner = owner;
    this.#running = running;
    this.lines = lines;
  }

  static async start(source: RedisSource, owner: OpenResources): Promise<Restartable> {
    const redis = owner.use(await startRedis(source));
    const lines = await Promise.all(
      Array.from({ length: instances }, async () => owner.use(await openRedisLine(redis.reach))),
    );
    return new Restartable(source, owner, redis, lines);
  }

  /** One that was given to us stays; its connections are reset. */
  async restart(): Promise<void> {
    await this.#running[Symbol.asyncDispose]();
    const redis = this.#owner.use(await startRedis(this.#source));
    this.#running = redis;
    for (const line of this.lines) line.leadTo(redis.reach);
  }
}
