import { httpSaboteur } from '../http-saboteur.ts';

export const pageSizeCut = httpSaboteur(
  'page-size-cut',
  {
    mistake: 'a page size beyond its limit is cut in silence',
    caughtBy: [{ scenario: 'VALIDATION-9', message: /GET \/api\/content\/nodes\?pageSize=101: 200 instead of 400/ }],
  },
  {
    nodes: (right) => ({
      list: (context, query, options) =>
        right.list(context, { ...query, pageSize: Math.min(query?.pageSize ?? 20, 100) }, options),
    }),
  },
);
