import { type Scenario, demand } from '../contract/index.ts';
import { httpOf } from '../http/index.ts';

export const noRouteWithoutAccess: Scenario = {
  id: 'ACCESS-2',
  title: 'MUST refuse to start with a route that declares no access',
  needs: ['routes'],
  run: async (subject, report) => {
    const refusal = await httpOf(subject).startWithUndeclaredRoute();
    report.count('routes');
    demand(refusal !== undefined, 'the application started with a route that declares neither a permission nor public');
    demand(
      /undeclared/.test(refusal.message),
      `the application was refused without naming the route: ${refusal.message}`,
    );
  },
};
