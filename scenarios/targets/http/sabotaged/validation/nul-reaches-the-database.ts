import { httpSaboteur } from '../http-saboteur.ts';

export const nulReachesTheDatabase = httpSaboteur(
  'nul-reaches-the-database',
  {
    mistake: 'text is left for the database to refuse',
    caughtBy: [
      { scenario: 'VALIDATION-4', message: /with translations\[0\]\.title holding a NUL: 500 instead of 400/ },
    ],
  },
  {
    nodes: (right, { database }) => ({
      create: async (context, input, options) => {
        await database.sequelize.query('SELECT $1::jsonb', { bind: [JSON.stringify(input)] });
        return right.create(context, input, options);
      },
    }),
  },
);
