import { holdTable } from '../../../harness/load/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { untilReached } from '../patience.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** A query that takes long is shared by who comes while it is under way, not only by who came in its first moment. */
export const slowLoader: StampedeCase = {
  title: 'MUST share a slow query with 500 callers who come after the first 500',
  play: async (stage) => {
    const { subject, tenants } = stage;
    const tenant = await tenants.insertTenant();
    await demandQueries(stage, 1, '500 callers and 500 more', async () => {
      await using held = await holdTable(subject.adminUrl, tenants.table);
      const early = await gather(stage, tenant, stage.callers / 2, tenant);
      await untilReached({
        count: () => held.waiting(),
        wanted: 1,
        what: 'tenant queries had begun',
        withinMs: subject.deadlineMs,
      });
      const late = await gather(stage, tenant, stage.callers / 2, tenant);
      await held.release();
      demandAnswers('the first 500', await early.answers, [200]);
      demandAnswers('500 more', await late.answers, [200]);
    });
  },
};
