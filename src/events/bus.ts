import { z } from 'zod';
import { checkConfiguration, objectWith, sources, withMethods } from '../configuration/index.ts';
import { RustokError } from '../errors/index.ts';
import type { DomainEvent } from './catalogue.ts';
import { type EnvelopeSources, createEnvelope } from './create-envelope.ts';
import type { EventEnvelope } from './envelope.ts';
import { type CommitObserver, type EventTransport, isTransactionalTransport } from './transport.ts';

/** What to do with an event of an open transaction when the transport cannot write in it. */
export type IfTransportCannotJoin = 'refuse' | 'hold-until-commit-and-risk-loss';

/** How a bus is made. */
export interface BusOptions<Tx> extends Pick<EnvelopeSources, 'clock' | 'ids'> {
  readonly transport: EventTransport;
  /** Default `refuse`. The other way loses events when the process dies between COMMIT and publishing; it needs `commits`. */
  readonly ifTransportCannotJoin?: IfTransportCannotJoin | undefined;
  readonly commits?: CommitObserver<Tx> | undefined;
}

const holds = 'hold-until-commit-and-risk-loss' satisfies IfTransportCannotJoin;
const commitsSchema = withMethods('afterKnownCommit');

/** Held events wait for the outcome of their transaction: somebody must know it. */
const optionsSchema = (given: BusOptions<never> | undefined) =>
  objectWith({
    transport: withMethods('publish', 'publishBatch', 'acknowledge'),
    ifTransportCannotJoin: z.enum(['refuse', holds], `must be refuse or ${holds}`).optional(),
    commits: given?.ifTransportCannotJoin === holds ? commitsSchema : commitsSchema.optional(),
    ...sources,
  });

/** Publishes events together with the transaction that they belong to. Every event is validated before anything is written. */
export class TransactionalEventBus<Tx> {
  readonly #options: BusOptions<Tx>;

  constructor(options: BusOptions<Tx>) {
    checkConfiguration(optionsSchema(options), 'The configuration of the event bus', options);
    this.#options = options;
  }

  /**
   * Writes the event inside the open transaction: it is published if and only if that transaction commits. Rejects with the code
   * `TRANSPORT_CANNOT_JOIN_TRANSACTION` when the transport cannot, unless the bus was told to hold such events.
   */
  async publishInTransaction<E extends DomainEvent>(
    transaction: Tx,
    tenantId: string,
    actorId: string | null,
    event: E,
  ): Promise<EventEnvelope<E>> {
    const { transport, ifTransportCannotJoin, commits } = this.#options;
    if (isTransactionalTransport<Tx>(transport)) {
      const envelope = this.#envelope(tenantId, actorId, event);
      await transport.publishInTransaction(transaction, envelope);
      return envelope;
    }
    if (ifTransportCannotJoin !== holds || commits === undefined) throw cannotJoin(transport);
    const envelope = this.#envelope(tenantId, actorId, event);
    commits.afterKnownCommit(transaction, () => transport.publish(envelope));
    return envelope;
  }

  /** Publishes outside of any transaction, at once; refused inside one, where that can be seen, when the transport cannot join it. */
  async publish<E extends DomainEvent>(tenantId: string, actorId: string | null, event: E): Promise<EventEnvelope<E>> {
    const { transport, commits } = this.#options;
    if (commits?.isInTransaction?.() === true && !isTransactionalTransport(transport)) throw cannotJoin(transport);
    const envelope = this.#envelope(tenantId, actorId, event);
    await transport.publish(envelope);
    return envelope;
  }

  #envelope<E extends DomainEvent>(tenantId: string, actorId: string | null, event: E): EventEnvelope<E> {
    return createEnvelope({ tenantId, actorId, event }, this.#options);
  }
}

function cannotJoin(transport: EventTransport): RustokError {
  return new RustokError(
    'TRANSPORT_CANNOT_JOIN_TRANSACTION',
    `the ${transport.reliabilityLevel} transport cannot write inside a transaction, so its event could appear without the commit; ` +
      'use a transactional transport, or accept the loss with ifTransportCannotJoin: "hold-until-commit-and-risk-loss"',
  );
}
