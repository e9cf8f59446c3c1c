import { randomUUID } from 'node:crypto';
import type { LookedUpTenant, TenantQuestion } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { askAll } from '../called-entrance.ts';
import { demandQueries } from '../count-queries.ts';
import { answerPatienceMs } from '../patience.ts';
import { type Stage, calledOf } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** One tenant is kept under its id, its slug and its host; whatever names it is told, all three are forgotten. */
export const threeKeys: StampedeCase = {
  title: "MUST forget a tenant's id, slug and host together",
  needs: ['inactive-tenants', 'tenant-invalidation'],
  play: async (stage) => {
    const { tenants, entrance } = stage;
    const tenant = await tenants.insertTenant({ domain: `${randomUUID()}.example` });
    await demandQueries(stage, 6, 'callers by three names, before and after an invalidation', async () => {
      for (const by of ['id', 'slug', 'host'] as const) await expectStatus(stage, tenant, by, 'before', 200);
      await tenants.deactivateTenant(tenant);
      await entrance.lookup.invalidate(tenant);
      for (const by of ['id', 'slug', 'host'] as const) await expectStatus(stage, tenant, by, 'after', 403);
    });
  },
};

async function expectStatus(
  stage: Stage,
  { id, slug, domain }: LookedUpTenant,
  by: TenantQuestion['by'],
  when: 'before' | 'after',
  status: number,
): Promise<void> {
  const question = { by, value: { id, slug, host: domain ?? '' }[by] };
  const questions = Array.from({ length: 300 }, () => question);
  stage.report.count('requests', questions.length);
  const answers = await askAll(calledOf(stage), questions, answerPatienceMs(stage.subject.deadlineMs));
  demandAnswers(`callers by ${by} ${when} the invalidation`, answers, [status]);
}
