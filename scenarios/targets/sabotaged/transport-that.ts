import type { Transaction } from 'sequelize';
import type { EventEnvelope, TransactionalEventTransport } from '../../../src/events/index.ts';

/** The right transport, but for what happens to an event inside a transaction. */
export function transportThat(
  right: TransactionalEventTransport<Transaction>,
  publishInTransaction: (transaction: Transaction, envelope: EventEnvelope) => Promise<void>,
): TransactionalEventTransport<Transaction> {
  return {
    reliabilityLevel: right.reliabilityLevel,
    publish: (envelope) => right.publish(envelope),
    publishBatch: (envelopes) => right.publishBatch(envelopes),
    acknowledge: (eventId) => right.acknowledge(eventId),
    publishInTransaction,
  };
}
