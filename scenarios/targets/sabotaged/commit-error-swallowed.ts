import { commitSaboteur } from './commit-saboteur.ts';

export const commitErrorSwallowed = commitSaboteur(
  'commit-error-swallowed',
  {
    mistake: 'once the work is done, an error of COMMIT is taken for noise',
    caughtBy: [
      {
        scenario: 'COMMIT-4',
        message: /lost: unitOfWork, deferred constraint fails .*the caller was told success, nothing was committed/,
      },
    ],
  },
  {
    parts: (right) => ({
      runTransaction: async (work) => {
        let done: { readonly result: Awaited<ReturnType<typeof work>> } | undefined;
        try {
          return await right.runTransaction(async (transaction) => {
            const result = await work(transaction);
            done = { result };
            return result;
          });
        } catch (error) {
          if (done === undefined) throw error;
          return done.result;
        }
      },
    }),
  },
);
