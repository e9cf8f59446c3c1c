import { commitSaboteur } from './commit-saboteur.ts';

export const connectionKeptByAnError = commitSaboteur(
  'connection-kept-by-an-error',
  {
    mistake: 'every error takes a connection of the pool, which is never given back',
    caughtBy: [
      {
        scenario: 'COMMIT-35',
        message: /stuck: create, undisturbed after \d+ errors: failed: /,
      },
    ],
  },
  {
    parts: (_right, { database }) => ({
      callOperation: async (call) => {
        try {
          return await call();
        } catch (error) {
          // Nobody waits for it: where none is left, the caller has waited for one already.
          database.sequelize.connectionManager.getConnection({ type: 'write' }).catch(() => undefined);
          throw error;
        }
      },
    }),
  },
);
