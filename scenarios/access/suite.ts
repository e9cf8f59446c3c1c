import type { Suite } from '../contract/index.ts';
import { deniedChangesNothing } from './denied-changes-nothing.ts';
import { everyRouteHasACase } from './every-route-has-a-case.ts';
import { noRouteWithoutAccess } from './no-route-without-access.ts';
import { policyOnEveryRoute } from './policy-on-every-route.ts';

/** Suite ACCESS. The order is that of the ids; a new scenario takes the next one. */
export const accessByPolicy: Suite = {
  name: 'ACCESS',
  promise: 'every role gets from every route what the policy grants it, and nothing else',
  scenarios: [everyRouteHasACase, noRouteWithoutAccess, policyOnEveryRoute, deniedChangesNothing],
  target: async () => (await import('../targets/http/index.ts')).httpReference,
  saboteurs: async () => (await import('../targets/http/index.ts')).accessSaboteurs,
};
