import type { Suite } from '../contract/index.ts';
import { deniedChangesNothing } from './denied-changes-nothing.ts';
import { everyRouteHasACase } from './every-route-has-a-case.ts';
import { headLikeGet } from './head-like-get.ts';
import { listShowsWhatReadingShows } from './list-shows-what-reading-shows.ts';
import { noRequestIsTheSystem } from './no-request-is-the-system.ts';
import { noRouteWithoutAccess } from './no-route-without-access.ts';
import { orderOfChecks } from './order-of-checks.ts';
import { ownScope } from './own-scope.ts';
import { policyOnEveryRoute } from './policy-on-every-route.ts';
import { requestsOfOneConnection } from './requests-of-one-connection.ts';
import { roleFromTheTable } from './role-from-the-table.ts';
import { sameAsAbsent } from './same-as-absent.ts';
import { stableLists } from './stable-lists.ts';
import { strangersAndBanned } from './strangers-and-banned.ts';
import { whatThePublicSees } from './what-the-public-sees.ts';
import { worthlessTokens } from './worthless-tokens.ts';

/** Suite ACCESS. The order is that of the ids; a new scenario takes the next one. */
export const accessByPolicy: Suite = {
  name: 'ACCESS',
  promise: 'every role gets from every route what the policy grants it, and nothing else',
  scenarios: [
    everyRouteHasACase,
    noRouteWithoutAccess,
    policyOnEveryRoute,
    deniedChangesNothing,
    sameAsAbsent,
    listShowsWhatReadingShows,
    ownScope,
    worthlessTokens,
    strangersAndBanned,
    orderOfChecks,
    roleFromTheTable,
    noRequestIsTheSystem,
    headLikeGet,
    whatThePublicSees,
    stableLists,
    requestsOfOneConnection,
  ],
  target: async () => (await import('../targets/http/index.ts')).httpReference,
  saboteurs: async () => (await import('../targets/http/index.ts')).accessSaboteurs,
};
