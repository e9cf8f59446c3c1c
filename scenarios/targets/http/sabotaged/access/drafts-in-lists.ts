import { httpSaboteur } from '../http-saboteur.ts';

export const draftsInLists = httpSaboteur(
  'drafts-in-lists',
  {
    mistake: 'a list shows what is not published to whoever may list',
    caughtBy: [
      {
        scenario: 'ACCESS-6',
        message: /customer: GET \/api\/content\/nodes\?pageSize=100 shows a draft post of somebody else's/,
      },
    ],
  },
  {
    nodes: (right) => ({
      list: (context, query, options) => right.list({ ...context, role: 'manager' }, query, options),
    }),
  },
);
