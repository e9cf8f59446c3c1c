import { holdTable } from '../../../harness/load/index.ts';
import { demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { calledOf } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const hasty = 100;
const hastyMs = 20;

/** A caller with less patience than the load leaves by itself; the query is held until all of them have. */
export const ownDeadline: StampedeCase = {
  title: 'MUST let 100 of 1000 callers leave on a deadline of their own',
  play: async (stage) => {
    const { subject, tenants, report } = stage;
    const lookup = calledOf(stage);
    const tenant = await tenants.insertTenant();
    await demandQueries(stage, 1, '100 hasty callers and 900 patient ones', async () => {
      await using held = await holdTable(subject.adminUrl, tenants.table);
      const { signal } = new AbortController();
      report.count('requests', hasty);
      const left = Array.from({ length: hasty }, () =>
        lookup.ask({ by: 'slug', value: tenant.slug }, signal, { deadlineMs: hastyMs }),
      );
      const patient = await gather(stage, tenant, stage.callers - hasty, tenant);
      const told = await Promise.all(left);
      const wrong = told.filter(({ status }) => status !== 504);
      demand(
        wrong.length === 0,
        `hasty callers: told ${wrong[0]?.status} × ${wrong.length} instead of 504; for example ${wrong[0]?.body}`,
      );
      await held.release();
      demandAnswers('patient callers', await patient.answers, [200]);
    });
  },
};
