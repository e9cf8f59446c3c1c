import { holdTable } from '../../../harness/load/index.ts';
import { demand } from '../../contract/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { untilReached } from '../patience.ts';
import { calledOf } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const leavers = 100;

/** Whoever goes away is let go while the query is held, the first caller too: the kit's patience ends before the load's own deadline. */
export const goneCallersLetGo: StampedeCase = {
  title: 'MUST let go 100 of 1000 callers who go away before the load has ended',
  opens: { deadlineMs: 5_000 },
  play: async (stage) => {
    const { subject, tenants, report } = stage;
    const lookup = calledOf(stage);
    const tenant = await tenants.insertTenant();
    await demandQueries(stage, 1, '100 callers who go away and 900 who stay', async () => {
      await using held = await holdTable(subject.adminUrl, tenants.table);
      report.count('requests', leavers);
      let letGo = 0;
      const leaving = Array.from({ length: leavers }, () => {
        const caller = new AbortController();
        void lookup.ask({ by: 'slug', value: tenant.slug }, caller.signal).then(() => (letGo += 1));
        return caller;
      });
      const staying = await gather(stage, tenant, stage.callers - leavers, tenant);
      await untilReached({
        count: () => held.waiting(),
        wanted: 1,
        what: 'tenant queries had begun',
        withinMs: subject.deadlineMs,
      });
      for (const caller of leaving) caller.abort(new Error('the caller has gone away'));
      const patienceMs = subject.deadlineMs / 4;
      await untilTrue(async () => letGo === leavers, patienceMs);
      demand(
        letGo === leavers,
        `${leavers - letGo} of ${leavers} callers who had gone away still waited ${patienceMs} ms later, while the query was held`,
      );
      await held.release();
      demandAnswers('the callers who stayed', await staying.answers, [200]);
    });
  },
};
