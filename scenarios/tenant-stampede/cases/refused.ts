import type { LookedUpTenant } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { crowdSizes } from '../crowd-sizes.ts';
import { heldStampede } from '../held-stampede.ts';
import type { Stage } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** That there is no such tenant is an answer like any other. */
export const unknown: StampedeCase = {
  title: 'MUST report an unknown tenant to 1000 callers with one query',
  play: async (stage) => refuse(stage, stage.tenants.absentTenant(), 404, stage.callers),
};

/** At every size of the crowd, since the case that counts the other outcomes so has no inactive tenants. */
export const inactive: StampedeCase = {
  title: 'MUST refuse an inactive tenant to 1000 callers with one query',
  needs: ['inactive-tenants'],
  play: async (stage) => {
    for (const callers of crowdSizes)
      await refuse(stage, await stage.tenants.insertTenant({ isActive: false }), 403, callers);
  },
};

async function refuse(stage: Stage, tenant: LookedUpTenant, status: number, callers: number): Promise<void> {
  const who = `${callers} callers`;
  await demandQueries(stage, 1, `${who} and one more`, async () => {
    demandAnswers(who, await heldStampede(stage, tenant, {}, callers), [status]);
    demandAnswers('one caller after them', await stage.entrance.askOnce(tenant), [status]);
  });
}
