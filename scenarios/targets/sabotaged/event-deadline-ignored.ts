import { AsyncLocalStorage } from 'node:async_hooks';
import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const eventDeadlineIgnored = commitSaboteur(
  'event-deadline-ignored',
  {
    mistake: 'state and event share a transaction and its deadline, but the caller waits for the event without one',
    caughtBy: [
      {
        scenario: 'COMMIT-19',
        message: /stuck: \w+, freeze at statement \d+ \(INSERT INTO sys_events .*the caller had no answer/,
      },
    ],
  },
  {
    parts: (right) => {
      const writesOfCall = new AsyncLocalStorage<Promise<void>[]>();
      return {
        transport: transportThat(right.transport, (transaction, envelope) => {
          const write = right.transport.publishInTransaction(transaction, envelope);
          writesOfCall.getStore()?.push(answered(write));
          return write;
        }),
        callOperation: (call) => {
          const writes: Promise<void>[] = [];
          return writesOfCall.run(writes, async () => {
            try {
              return await call();
            } finally {
              await Promise.all(writes);
            }
          });
        },
      };
    },
  },
);

/** Knows success alone: a write that fails, or that nobody answers, is waited for. */
function answered(write: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    write.then(resolve, () => undefined);
  });
}
