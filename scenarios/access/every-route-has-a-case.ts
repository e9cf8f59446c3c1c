import type { Scenario } from '../contract/index.ts';
import { demandNone, httpOf } from '../http/index.ts';
import { governedRoutes } from './governed-routes.ts';

/** A new route fails until the specification says who may call it. */
export const everyRouteHasACase: Scenario = {
  id: 'ACCESS-1',
  title: 'MUST serve the routes of the policy, and no others',
  needs: ['routes'],
  run: async (subject, report) => {
    const served = new Set((await httpOf(subject).routes()).map(({ method, path }) => `${method} ${path}`));
    const governed = new Set(governedRoutes.map(({ route }) => route));
    report.count('routes', served.size);
    demandNone([
      ...[...served]
        .filter((route) => !governed.has(route))
        .map((route) => `${route} is served, and no policy names it`),
      ...[...governed].filter((route) => !served.has(route)).map((route) => `${route} is not served`),
    ]);
  },
};
