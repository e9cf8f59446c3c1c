import type { Scenario } from '../contract/index.ts';
import { demandNone } from '../http/index.ts';
import { idRefusals, routeRefusals, tenantRefusals } from './address-refusals.ts';
import { findUnrefused } from './refusal.ts';
import { setStage } from './stage.ts';

export const addresses: Scenario = {
  id: 'VALIDATION-7',
  title: 'MUST refuse unknown routes, and ids and tenants that are none',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const refusals = [...routeRefusals(stage), ...(await idRefusals(stage)), ...tenantRefusals()];
    demandNone(await findUnrefused(stage, report, refusals));
  },
};
