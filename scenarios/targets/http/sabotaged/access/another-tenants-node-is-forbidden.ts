import { ForbiddenError, isRustokError } from '../../../../../src/errors/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';
import { tenantOfNode } from '../tenant-of-node.ts';

export const anotherTenantsNodeIsForbidden = httpSaboteur(
  'another-tenants-node-is-forbidden',
  {
    mistake: "another tenant's node is forbidden instead of not found",
    caughtBy: [
      { scenario: 'ACCESS-5', message: /GET \/api\/content\/nodes\/:id of another tenant's \w+: 403 .*instead of 404/ },
    ],
  },
  {
    nodes: (right, services) => ({
      get: async (context, id, options) => {
        try {
          return await right.get(context, id, options);
        } catch (error) {
          const tenantId = isRustokError(error, 'NOT_FOUND') ? await tenantOfNode(services, id) : undefined;
          if (tenantId === undefined || tenantId === context.tenantId) throw error;
          throw new ForbiddenError('The node belongs to another tenant', { cause: error });
        }
      },
    }),
  },
);
