import { authorize, resourceOfKind, systemContext } from '../../../../../src/access/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const permissionAfterTheWrite = httpSaboteur(
  'permission-after-the-write',
  {
    mistake: 'a node is deleted, and then its deletion is denied',
    caughtBy: [
      {
        scenario: 'ACCESS-4',
        message: /customer: DELETE \/api\/content\/nodes\/:id of .*: answered 403, and changed a row of nodes/,
      },
    ],
  },
  {
    nodes: (right) => ({
      delete: async (context, id, options) => {
        const node = await right.delete(systemContext(context.tenantId), id, options);
        authorize(context, `${resourceOfKind[node.kind]}:delete`, { ownerId: node.authorId });
        return node;
      },
    }),
  },
);
