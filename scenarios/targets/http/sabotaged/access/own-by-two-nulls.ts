import { type SecurityContext, systemContext } from '../../../../../src/access/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';
import { authorOfNode } from '../author-of-node.ts';

export const ownByTwoNulls = httpSaboteur(
  'own-by-two-nulls',
  {
    mistake: 'own scope compares author and caller, and null equals null',
    caughtBy: [{ scenario: 'ACCESS-7', message: /a program updates a comment of nobody: 200 instead of 403/ }],
  },
  {
    nodes: (right, services) => {
      const reach = async (context: SecurityContext, id: string) =>
        (await authorOfNode(services, id)) === context.userId && context.role === 'customer'
          ? systemContext(context.tenantId)
          : context;
      return {
        update: async (context, id, input, options) => right.update(await reach(context, id), id, input, options),
      };
    },
  },
);
