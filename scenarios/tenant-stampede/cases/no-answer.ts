import { holdTable } from '../../../harness/load/index.ts';
import { InconclusiveError, demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { highestUntil } from '../patience.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** The lock is released only when everybody has been told, so that nothing but a deadline can end the wait. */
export const noAnswer: StampedeCase = {
  title: 'MUST end 1000 waits for a silent database by the deadline',
  opens: { deadlineMs: 2_000 },
  play: async (stage) => {
    const { subject, tenants, entrance, report } = stage;
    const tenant = await tenants.insertTenant();
    {
      await using held = await holdTable(subject.adminUrl, tenants.table);
      const crowd = await gather(stage, tenant, stage.callers);
      const waiting = await highestUntil(crowd.answers, () => held.waiting());
      demandAnswers('1000 callers', await crowd.answers, [503, 504]);
      if (waiting === 0) throw new InconclusiveError(`nobody waited for the table ${tenants.table} that was held`);
      report.count('queries', waiting);
      demand(
        waiting === 1,
        `1000 callers: ${waiting} tenant queries waited for an answer instead of 1 (${entrance.name})`,
      );
    }
    await demandQueries(stage, 1, 'one caller after the recovery', async () =>
      demandAnswers('one caller after the recovery', await entrance.askOnce(tenant, tenant), [200]),
    );
  },
};
