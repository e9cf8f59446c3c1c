import { commitSaboteur } from './commit-saboteur.ts';

export const commitRetriedBlindly = commitSaboteur(
  'commit-retried-blindly',
  {
    mistake: 'a transaction whose COMMIT was not acknowledged is run again, without asking whether it was committed',
    caughtBy: [
      {
        scenario: 'COMMIT-18',
        message: /torn: countReply, drop-after at statement \d+ \(COMMIT;?\): the committed state is neither/,
      },
    ],
  },
  {
    parts: (_right, { database }) => ({
      runTransaction: async (work) => {
        let isDone = false;
        const attempt = () =>
          database.sequelize.transaction(async (transaction) => {
            const result = await work(transaction);
            isDone = true;
            return result;
          });
        try {
          return await attempt();
        } catch (error) {
          if (!isDone) throw error;
          return attempt();
        }
      },
    }),
  },
);
