import { commitSaboteur } from './commit-saboteur.ts';
import { holdingBack } from './holding-back.ts';

export const publishedAfterAwaitTransaction = commitSaboteur(
  'published-after-await-transaction',
  {
    mistake:
      'the event goes out after `await sequelize.transaction()`, which resolves although COMMIT was answered with ROLLBACK',
    caughtBy: [
      {
        scenario: 'COMMIT-5',
        message: /ghost: error swallowed after the event row: the event of \S+ was published, though rolled back/,
      },
    ],
  },
  {
    parts: (right, { capture, database }) => ({
      ...holdingBack(right, async (call, held) => {
        const result = await call();
        for (const envelope of held) await capture.deliver(envelope);
        return result;
      }),
      runTransaction: (work) => database.sequelize.transaction(work),
    }),
  },
);
