import { systemContext } from '../../../../../src/access/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const kindSystemBelieved = httpSaboteur(
  'kind-system-believed',
  {
    mistake: 'a context that says it is the system is the system, whoever made it',
    caughtBy: [{ scenario: 'ACCESS-12', message: /a context that merely says system: 200 instead of 403/ }],
  },
  {
    checks: (right) => ({
      checkPermission: (context, anyOf) => {
        if (context.kind !== 'system') right.checkPermission(context, anyOf);
      },
    }),
    nodes: (right) => ({
      update: (context, id, input, options) =>
        right.update(context.kind === 'system' ? systemContext(context.tenantId) : context, id, input, options),
    }),
  },
);
