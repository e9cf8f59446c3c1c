import { holdAnswers } from '../../../harness/load/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { untilReached } from '../patience.ts';
import type { StampedeCase } from '../stampede-case.ts';

/**
 * The first load has read an active tenant and is held; the tenant is made inactive and invalidated; a second crowd must be refused
 * while the first load is still held; and that one, which ends last, must not be kept.
 */
export const invalidated: StampedeCase = {
  title: 'MUST keep nothing that was loaded before an invalidation',
  needs: ['inactive-tenants', 'tenant-invalidation'],
  opens: { deadlineMs: 15_000 },
  play: async (stage) => {
    const { subject, tenants, entrance, callers } = stage;
    const tenant = await tenants.insertTenant();
    await demandQueries(stage, 2, '1000 callers before an invalidation, 1000 after it and one more', async () => {
      await using held = await holdAnswers(subject.adminUrl, tenants.table);
      const before = await gather(stage, tenant, callers);
      await untilReached({
        count: () => held.waiting(),
        wanted: 1,
        what: 'tenant queries had read',
        withinMs: subject.deadlineMs,
        orUntil: before.answers,
      });
      await tenants.deactivateTenant(tenant);
      await entrance.lookup.invalidate(tenant);
      await held.letNewcomersPass();
      stage.report.count('requests', callers);
      demandAnswers('callers after an invalidation', await entrance.rush(tenant, callers), [403]);
      await held.release();
      demandAnswers('callers before the invalidation', await before.answers, [200, 403]);
      demandAnswers('a caller after both loads', await entrance.askOnce(tenant), [403]);
    });
  },
};
