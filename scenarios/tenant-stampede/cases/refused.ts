import type { LookedUpTenant } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { heldStampede } from '../held-stampede.ts';
import type { Stage } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** That there is no such tenant is an answer like any other. */
export const unknown: StampedeCase = {
  title: 'MUST report an unknown tenant to 1000 callers with one query',
  play: async (stage) => refuse(stage, stage.tenants.absentTenant(), 404),
};

export const inactive: StampedeCase = {
  title: 'MUST refuse an inactive tenant to 1000 callers with one query',
  needs: ['inactive-tenants'],
  play: async (stage) => refuse(stage, await stage.tenants.insertTenant({ isActive: false }), 403),
};

async function refuse(stage: Stage, tenant: LookedUpTenant, status: number): Promise<void> {
  await demandQueries(stage, 1, '1000 callers and one more', async () => {
    demandAnswers('1000 callers', await heldStampede(stage, tenant), [status]);
    demandAnswers('one caller after them', await stage.entrance.askOnce(tenant), [status]);
  });
}
