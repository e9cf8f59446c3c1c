import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEnvelope } from '../../../src/events/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const outboxRowCommittedFirst = commitSaboteur(
  'outbox-row-committed-first',
  {
    mistake: 'a unit of work commits its outbox rows in a transaction of their own, just before its state',
    caughtBy: [
      {
        scenario: 'COMMIT-17',
        message: /ghost: unitOfWork, error-before at statement \d+ \(COMMIT\): published, though nothing was committed/,
      },
    ],
  },
  {
    parts: (right) => {
      const unit = new AsyncLocalStorage<EventEnvelope[]>();
      return {
        transport: transportThat(right.transport, async (transaction, envelope) => {
          const held = unit.getStore();
          if (held === undefined) await right.transport.publishInTransaction(transaction, envelope);
          else held.push(envelope);
        }),
        runTransaction: (work) =>
          right.runTransaction(async (transaction) => {
            const held: EventEnvelope[] = [];
            const result = await unit.run(held, () => work(transaction));
            await right.transport.publishBatch(held);
            return result;
          }),
      };
    },
  },
);
