import { holdTable } from '../../../harness/load/index.ts';
import { type Scenario, type ScenarioId, type SharedBy, InconclusiveError, demand } from '../../contract/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { tenantQueriesDuring } from '../count-queries.ts';
import { untilReached } from '../patience.ts';
import { demandTold, gatherAt, openPlace, placeAvailable, stageOf, start } from './instances-stage.ts';

const callers = 250;
const survivors = 2;
/** Each instance asks once at most. */
const bound = survivors + 1;
const words = { 'advisory-lock': 'an advisory lock', redis: 'Redis' } as const;

/** The process that loads for everybody is killed in the middle; the others are answered, by one query each at most. */
export function loaderKilled(id: ScenarioId, by: SharedBy): Scenario {
  return {
    id,
    title: `MUST answer the callers of 2 instances when a third, which loads for them by ${words[by]}, is killed`,
    needs: ['concurrency', 'tenant-instances'],
    available: () => placeAvailable(by),
    opens: { deadlineMs: 4_000 },
    run: async (subject, report) => {
      const stage = stageOf(subject, report, by);
      await using opened = new OpenResources();
      const times = { waitMs: 4_000, patienceMs: 2_000, leaseMs: 300 };
      const place = await openPlace(by, opened);
      const [[dying], living] = await Promise.all([
        start(stage, 1, place, { in: 'processes', times }),
        start(stage, survivors, place, { in: 'this process', times }),
      ]);
      if (dying === undefined) throw new InconclusiveError('no instance was started');
      const tenant = await stage.tenants.insertTenant();
      const { queries } = await tenantQueriesDuring(stage, async () => {
        await using held = await holdTable(subject.adminUrl, stage.tenants.table);
        const waiting = (wanted: number, orUntil: Promise<unknown>) =>
          untilReached({
            count: () => held.waiting(),
            wanted,
            what: 'tenant queries had begun',
            withinMs: subject.deadlineMs,
            orUntil,
          });
        const lost = await gatherAt(stage, [dying], tenant, callers);
        await waiting(1, lost.told);
        const crowds = await gatherAt(stage, living, tenant, callers);
        await dying.kill();
        await lost.told.catch(() => undefined);
        // The query of the dead waits on at the server; another one is begun beside it.
        await waiting(2, crowds.told);
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
