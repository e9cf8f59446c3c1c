import { demandAnswers } from '../answers.ts';
import { heldStampede } from '../held-stampede.ts';
import { calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** Callers share one answer; what one of them does to it, the others must not see. */
export const spoiltAnswer: StampedeCase = {
  title: 'MUST keep an answer as it is when a caller tries to change it',
  play: async (stage) => {
    const spoil = granted(calledOf(stage).spoil, 'a caller who changes its answer');
    const tenant = await stage.tenants.insertTenant();
    demandAnswers('1000 callers', await heldStampede(stage, tenant, tenant), [200]);
    await spoil({ by: 'slug', value: tenant.slug });
    stage.report.count('requests', stage.callers);
    const after = await stage.entrance.rush(tenant, stage.callers, tenant);
    demandAnswers('callers after one who changed its answer', after, [200]);
  },
};
