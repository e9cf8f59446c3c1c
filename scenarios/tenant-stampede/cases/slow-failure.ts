import { failQueries } from '../../../harness/counting/index.ts';
import { InconclusiveError, demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import type { StampedeCase } from '../stampede-case.ts';

const afterMs = 100;

/** Who waits for a query that takes its time to fail is told the same as everybody else, and nobody tries again on the way. */
export const slowFailure: StampedeCase = {
  title: 'MUST tell 1000 callers of a query that fails after 100 ms the same error, after one attempt',
  play: async (stage) => {
    const { subject, tenants, entrance, report } = stage;
    const tenant = await tenants.insertTenant();
    {
      await using failing = await failQueries({ adminUrl: subject.adminUrl, table: tenants.table, afterMs });
      report.count('requests', stage.callers);
      const answers = await entrance.rush(tenant, stage.callers);
      const attempts = await failing.count();
      if (attempts === 0) throw new InconclusiveError(`nobody read the table ${tenants.table} that was made to fail`);
      report.count('queries', attempts);
      demand(attempts === 1, `1000 callers: ${attempts} failing tenant queries instead of 1 (${entrance.name})`);
      demandAnswers('1000 callers', answers, [503]);
      demand(answers.distinct === 1, `1000 callers of one failure were told ${answers.distinct} different errors`);
    }
    demandAnswers('one caller after the failure', await entrance.askOnce(tenant, tenant), [200]);
  },
};
