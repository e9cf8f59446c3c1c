import { httpSaboteur } from '../http-saboteur.ts';

export const lastWriteWins = httpSaboteur(
  'last-write-wins',
  {
    mistake: 'the version in If-Match is not compared with the version of the row',
    caughtBy: [
      {
        scenario: 'VALIDATION-8',
        message: /PATCH \/api\/content\/nodes\/:id of a version that is not the row's: 200 instead of 409/,
      },
    ],
  },
  {
    nodes: (right) => ({
      update: async (context, id, input, options) => {
        const { version } = await right.get(context, id, options);
        return right.update(context, id, input, { ...options, expectedVersion: version });
      },
    }),
  },
);
