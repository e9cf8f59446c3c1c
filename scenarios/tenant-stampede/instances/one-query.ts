import { holdTable } from '../../../harness/load/index.ts';
import type { Scenario, ScenarioId, SharedBy } from '../../contract/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { demandQueries } from '../count-queries.ts';
import { demandTold, gatherAt, openPlace, placeAvailable, stageOf, start } from './instances-stage.ts';

const processes = 4;
const callers = 1000;
const words = { 'advisory-lock': 'an advisory lock', redis: 'Redis' } as const;

/** The query is held until all callers of all processes have entered; then one process has asked it, and all have its answer. */
export function oneQueryForProcesses(id: ScenarioId, by: SharedBy): Scenario {
  return {
    id,
    title: `MUST need one query for 1000 callers of each of 4 processes that share by ${words[by]}`,
    needs: ['concurrency', 'tenant-instances'],
    available: () => placeAvailable(by),
    opens: { deadlineMs: 20_000 },
    run: async (subject, report) => {
      const stage = stageOf(subject, report, by);
      await using opened = new OpenResources();
      // Nobody gives up waiting for another on a busy machine: that would cost a query each, and be right.
      const times = { waitMs: 20_000, patienceMs: 10_000, leaseMs: 10_000, shareMs: 10_000 };
      const place = await openPlace(by, opened);
      const instances = await start(stage, processes, place, { in: 'processes', times });
      const tenant = await stage.tenants.insertTenant();
      await demandQueries(stage, 1, `${processes} processes of ${callers} callers`, async () => {
        await using held = await holdTable(subject.adminUrl, stage.tenants.table);
        const crowds = await gatherAt(stage, instances, tenant, callers);
        await held.release();
        demandTold(`${callers} callers`, await crowds.told, [200]);
      });
    },
  };
}
