import { expect, test } from 'vitest';
import { runScenario } from '../runner/index.ts';
import { describeEvidence } from '../report/evidence-line.ts';
import { httpReference } from '../targets/http/index.ts';
import { everyRouteHasACase } from './every-route-has-a-case.ts';
import { governedRoutes } from './governed-routes.ts';
import { noRouteWithoutAccess } from './no-route-without-access.ts';

test.each([
  [everyRouteHasACase, `${governedRoutes.length} routes`],
  [noRouteWithoutAccess, '1 route'],
])('$id tells how many routes it judged', async (scenario, evidence) => {
  const outcome = await runScenario(httpReference, scenario);
  expect(outcome).toMatchObject({ verdict: 'passed' });
  expect(describeEvidence(outcome.evidence)).toBe(evidence);
});
