import { holdTable } from '../../../harness/load/index.ts';
import { type Scenario, type ScenarioId, type SharedBy, InconclusiveError, demand } from '../../contract/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { tenantQueriesDuring } from '../count-queries.ts';
import { untilReached } from '../patience.ts';
import { demandTold, gatherAt, openPlace, placeAvailable, stageOf, start, untilAllWait } from './instances-stage.ts';

const callers = 250;
const survivors = 2;
/** Long enough that an instance which lives does not lose its lease on a busy machine. */
const leaseMs = 2_000;
/** Three times what the end of a lease needs. */
const takeOverMs = 3 * leaseMs;
/** Each instance asks once at most. */
const bound = survivors + 1;
const words = { 'advisory-lock': 'an advisory lock', redis: 'Redis' } as const;

/** The process that loads for everybody is killed in the middle; the others are answered, by one query each at most. */
export function loaderKilled(id: ScenarioId, by: SharedBy): Scenario {
  return {
    id,
    title: `MUST answer the callers of 2 instances when a third, which loads for them by ${words[by]}, is killed`,
    needs: ['concurrency', 'tenant-instances', 'instance-waits'],
    available: () => placeAvailable(by),
    opens: { deadlineMs: 15_000 },
    run: async (subject, report) => {
      const stage = stageOf(subject, report, by);
      await using opened = new OpenResources();
      const times = { waitMs: 15_000, patienceMs: 5_000, leaseMs };
      const place = await openPlace(by, opened);
      const [[dying], living] = await Promise.all([
        start(stage, 1, place, { in: 'processes', times }),
        start(stage, survivors, place, { in: 'this process', times }),
      ]);
      if (dying === undefined) throw new InconclusiveError('no instance was started');
      const tenant = await stage.tenants.insertTenant();
      const { queries } = await tenantQueriesDuring(stage, async () => {
        await using held = await holdTable(subject.adminUrl, stage.tenants.table);
        const lost = await gatherAt(stage, [dying], tenant, callers);
        await untilReached({
          count: () => held.waiting(),
          wanted: 1,
          what: 'tenant queries had begun',
          withinMs: subject.deadlineMs,
          orUntil: lost.told,
        });
        const crowds = await gatherAt(stage, living, tenant, callers);
        await untilAllWait(stage, living);
        await dying.kill();
        await lost.told.catch(() => undefined);
        // The query of the dead waits on at the server; another one is begun beside it.
        const isTakenOver = await untilTrue(async () => (await held.waiting()) >= 2, takeOverMs);
        demand(isTakenOver, `nobody took over from the instance that was killed within ${takeOverMs} ms`);
        await held.release();
        demandTold(`${callers} callers of the instances that live`, await crowds.told, [200]);
      });
      demand(
        queries <= bound,
        `${queries} tenant queries for ${bound} instances, one of which was killed: more than ${bound}`,
      );
    },
  };
}
