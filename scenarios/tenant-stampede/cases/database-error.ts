import { failQueries } from '../../../harness/counting/index.ts';
import { InconclusiveError, demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { heldStampede } from '../held-stampede.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** A failed query is counted by a sequence: pg_stat_statements does not see it. */
export const databaseError: StampedeCase = {
  title: 'MUST pass a database error to 1000 callers after one query',
  opens: { deadlineMs: 2_000 },
  play: async (stage) => {
    const { subject, tenants, entrance, report } = stage;
    const tenant = await tenants.insertTenant();
    {
      await using failing = await failQueries({ adminUrl: subject.adminUrl, table: tenants.table });
      demandAnswers('1000 callers', await heldStampede(stage, tenant), [503]);
      const attempts = await failing.count();
      if (attempts === 0) throw new InconclusiveError(`nobody read the table ${tenants.table} that was made to fail`);
      report.count('queries', attempts);
      demand(attempts === 1, `1000 callers: ${attempts} failing tenant queries instead of 1 (${entrance.name})`);
    }
    await demandQueries(stage, 1, 'one caller after the error', async () =>
      demandAnswers('one caller after the error', await entrance.askOnce(tenant, tenant), [200]),
    );
  },
};
