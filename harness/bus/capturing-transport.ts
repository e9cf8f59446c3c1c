import type { Transaction } from 'sequelize';
import { notedTransactionId } from '../../src/database/index.ts';
import type { EventEnvelope, TransactionalEventTransport } from '../../src/events/index.ts';
import { notePublish } from '../leaks/index.ts';

/** One envelope that was handed to the transport. */
export interface Capture {
  readonly envelope: EventEnvelope;
  /** Null when it was published outside of any transaction of the caller. */
  readonly transaction: Transaction | null;
  /** The server's id of that transaction, once the envelope is written in it. */
  transactionId: string | null;
  /** True while the real transport is writing it. */
  isRunning: boolean;
  /** Tells a watch for leaks that the publish has settled. */
  readonly settled: () => void;
}

/** Hands every envelope on to the real transport and remembers it, with the transaction that it was written in. */
export class CapturingTransport implements TransactionalEventTransport<Transaction> {
  readonly reliabilityLevel;
  readonly #transport: TransactionalEventTransport<Transaction>;
  readonly #captures: Capture[] = [];
  readonly #databaseName: string;

  constructor(transport: TransactionalEventTransport<Transaction>, databaseName: string) {
    this.#transport = transport;
    this.#databaseName = databaseName;
    this.reliabilityLevel = transport.reliabilityLevel;
  }

  /** In the order in which they were handed over. */
  get captures(): readonly Capture[] {
    return this.#captures;
  }

  forget(): void {
    this.#captures.length = 0;
  }

  async publishInTransaction(transaction: Transaction, envelope: EventEnvelope): Promise<void> {
    const capture = this.#capture(envelope, transaction);
    const writing = this.#transport.publishInTransaction(transaction, envelope);
    await settle(
      [capture],
      writing.then(() => noteTransaction(capture, transaction)),
    );
  }

  async publish(envelope: EventEnvelope): Promise<void> {
    await settle([this.#capture(envelope, null)], this.#transport.publish(envelope));
  }

  async publishBatch(envelopes: readonly EventEnvelope[]): Promise<void> {
    const captures = envelopes.map((envelope) => this.#capture(envelope, null));
    await settle(captures, this.#transport.publishBatch(envelopes));
  }

  async acknowledge(eventId: string): Promise<void> {
    await this.#transport.acknowledge(eventId);
  }

  #capture(envelope: EventEnvelope, transaction: Transaction | null): Capture {
    const settled = notePublish(envelope, this.#databaseName);
    const capture: Capture = { envelope, transaction, transactionId: null, isRunning: true, settled };
    this.#captures.push(capture);
    return capture;
  }
}

async function settle(captures: readonly Capture[], writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } finally {
    for (const capture of captures) {
      capture.isRunning = false;
      capture.settled();
    }
  }
}

function noteTransaction(capture: Capture, transaction: Transaction): void {
  capture.transactionId = notedTransactionId(transaction) ?? null;
}
