import { holdTable } from '../../../harness/load/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { untilReached } from '../patience.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** The first caller, whose query everybody else waits for, goes away while it is held. */
export const leaderGone: StampedeCase = {
  title: 'MUST serve 999 callers when the first of 1000 goes away',
  play: async (stage) => {
    const { subject, tenants, entrance } = stage;
    const tenant = await tenants.insertTenant();
    await demandQueries(stage, 1, '1000 callers, the first of whom goes away', async () => {
      await using held = await holdTable(subject.adminUrl, tenants.table);
      const first = await entrance.visit(tenant);
      await untilReached({
        count: () => held.waiting(),
        wanted: 1,
        what: 'tenant queries had begun',
        withinMs: subject.deadlineMs,
      });
      const crowd = await gather(stage, tenant, stage.callers - 1, tenant);
      await first.leave();
      await held.release();
      demandAnswers('the callers after the first', await crowd.answers, [200]);
    });
  },
};
