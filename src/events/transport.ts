import type { EventEnvelope } from './envelope.ts';

/** How far an accepted envelope is safe: with the process, with its transaction, in a broker. */
export type ReliabilityLevel = 'in-memory' | 'outbox' | 'streaming';

/** Carries envelopes to their consumers. */
export interface EventTransport {
  readonly reliabilityLevel: ReliabilityLevel;
  publish(envelope: EventEnvelope): Promise<void>;
  /** In the order given. */
  publishBatch(envelopes: readonly EventEnvelope[]): Promise<void>;
  /** The consumer is done with this envelope. */
  acknowledge(eventId: string): Promise<void>;
}

/** A transport that writes the envelope inside the caller's transaction, so that both commit or neither does. */
export interface TransactionalEventTransport<Tx> extends EventTransport {
  publishInTransaction(transaction: Tx, envelope: EventEnvelope): Promise<void>;
}

/** True when the transport can write inside a transaction. */
export function isTransactionalTransport<Tx>(transport: EventTransport): transport is TransactionalEventTransport<Tx> {
  return 'publishInTransaction' in transport && typeof transport.publishInTransaction === 'function';
}

/** Knows how transactions ended. */
export interface CommitObserver<Tx> {
  /** Runs the callback once it is known that the transaction was committed, and never otherwise. */
  afterKnownCommit(transaction: Tx, callback: () => Promise<void>): void;
  /** True while the caller runs inside an open transaction; without it the bus cannot tell. */
  isInTransaction?(): boolean;
}
