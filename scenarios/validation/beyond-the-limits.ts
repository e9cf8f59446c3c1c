import type { Scenario } from '../contract/index.ts';
import { demandNone } from '../http/index.ts';
import { fieldRefusals } from './field-refusals.ts';
import { takesNoBody } from './forms.ts';
import { findUnrefused } from './refusal.ts';
import { type Stage, setStage } from './stage.ts';

export const beyondTheLimits: Scenario = {
  id: 'VALIDATION-2',
  title: 'MUST refuse every field beyond its limits, and name it',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    demandNone([
      ...(await routesWithoutLimits(stage)),
      ...(await findUnrefused(stage, report, fieldRefusals(stage.forms))),
    ]);
  },
};

/** A new route that takes a body fails until its limits are written down. */
async function routesWithoutLimits({ http, forms }: Stage): Promise<string[]> {
  const served = await http.routes();
  return served
    .filter((route) => !['GET', 'HEAD'].includes(route.method) && !takesNoBody(route))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !forms.some((form) => form.route === route))
    .map((route) => `${route} takes a body whose limits are not written down`);
}
