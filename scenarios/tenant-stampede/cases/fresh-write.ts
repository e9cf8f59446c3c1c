import { holdAnswers } from '../../../harness/load/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { untilReached } from '../patience.ts';
import { granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** The slow load read what was true before the write; it ends last and must not have the last word. */
export const freshWrite: StampedeCase = {
  title: 'MUST serve a tenant that was activated while an older load, which ends last, had read that it was not',
  needs: ['inactive-tenants', 'tenant-invalidation'],
  opens: { deadlineMs: 15_000 },
  play: async (stage) => {
    const { subject, tenants, entrance } = stage;
    const tenant = await tenants.insertTenant({ isActive: false });
    await demandQueries(stage, 2, 'callers before the write, one after it and one after both loads', async () => {
      await using held = await holdAnswers(subject.adminUrl, tenants.table);
      const before = await gather(stage, tenant, stage.callers);
      await untilReached({
        count: () => held.waiting(),
        wanted: 1,
        what: 'tenant queries had read',
        withinMs: subject.deadlineMs,
        orUntil: before.answers,
      });
      await granted(tenants.activateTenant, 'to activate a tenant')(tenant);
      await entrance.lookup.invalidate(tenant);
      await held.letNewcomersPass();
      demandAnswers('a caller after the write', await entrance.askOnce(tenant, tenant), [200]);
      await held.release();
      demandAnswers('callers before the write', await before.answers, [200, 403]);
      demandAnswers('a caller after both loads', await entrance.askOnce(tenant, tenant), [200]);
    });
  },
};
