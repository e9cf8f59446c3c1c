import type { Transaction } from 'sequelize';
import type { EventEnvelope, TransactionalEventTransport } from '../../src/events/index.ts';
import type { Timeline } from '../timeline/index.ts';

type Transport = TransactionalEventTransport<Transaction>;

/** The same transport; each envelope handed to it is noted first. */
export function noteEvents(timeline: Timeline, transport: Transport): Transport {
  return {
    reliabilityLevel: transport.reliabilityLevel,
    publishInTransaction(transaction: Transaction, envelope: EventEnvelope) {
      timeline.event(envelope);
      return transport.publishInTransaction(transaction, envelope);
    },
    publish(envelope) {
      timeline.event(envelope);
      return transport.publish(envelope);
    },
    publishBatch(envelopes) {
      for (const envelope of envelopes) timeline.event(envelope);
      return transport.publishBatch(envelopes);
    },
    acknowledge: (eventId) => transport.acknowledge(eventId),
  };
}
