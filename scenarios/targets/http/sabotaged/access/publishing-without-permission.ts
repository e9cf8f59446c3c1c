import { systemContext } from '../../../../../src/access/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const publishingWithoutPermission = httpSaboteur(
  'publishing-without-permission',
  {
    mistake: 'publishing asks for no permission on the node',
    caughtBy: [
      {
        scenario: 'ACCESS-3',
        message: /customer: POST \/api\/content\/nodes\/:id\/publish of their own draft post: 200 instead of 403/,
      },
    ],
  },
  {
    nodes: (right) => ({
      publish: (context, id, options) => right.publish(systemContext(context.tenantId), id, options),
    }),
  },
);
