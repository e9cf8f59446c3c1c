import { AsyncLocalStorage } from 'node:async_hooks';
import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

/** Of the deadline: by then its caller has an answer. */
const patience = 0.8;

export const successAtTheDeadline = commitSaboteur(
  'success-at-the-deadline',
  {
    mistake:
      'when everything is written and COMMIT does not answer by the deadline, the caller is told success, without knowing',
    caughtBy: [
      {
        scenario: 'COMMIT-14',
        message: /lost: held at COMMIT: create: the caller was told success, nothing was committed/,
      },
    ],
  },
  {
    parts: (right, { database, capture }) => {
      const written = new AsyncLocalStorage<{ isWritten: boolean }>();
      return {
        transport: transportThat(right.transport, async (transaction, envelope) => {
          await right.transport.publishInTransaction(transaction, envelope);
          const store = written.getStore();
          if (store !== undefined) store.isWritten = true;
        }),
        callOperation: async <T>(call: () => Promise<T>): Promise<T> => {
          const store = { isWritten: false };
          const guess = Promise.withResolvers<T>();
          const timer = setTimeout(() => {
            if (store.isWritten) guess.resolve(undefined as T);
          }, database.deadlineMs * patience);
          const done = written.run(store, call);
          capture.track(done);
          try {
            return await Promise.race([done, guess.promise]);
          } finally {
            clearTimeout(timer);
          }
        },
      };
    },
  },
);
