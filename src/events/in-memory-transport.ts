import { checkConfiguration, objectWith, wholeNumber } from '../configuration/index.ts';
import { DependencyError, RustokError } from '../errors/index.ts';
import { runInHandling } from './context.ts';
import type { EventEnvelope } from './envelope.ts';
import type { EventTransport } from './transport.ts';

/** Handles one envelope; what it publishes is caused by it. */
export type EventHandler = (envelope: EventEnvelope) => void | Promise<void>;

const optionsSchema = objectWith({ capacity: wholeNumber(1).optional() });

/**
 * Hands envelopes to the subscribers of this process and loses them with it. An envelope is pending until every subscriber has
 * handled it or it is acknowledged; with `capacity` envelopes pending, `publish` rejects with the code `TRANSPORT_FULL`.
 */
export class InMemoryTransport implements EventTransport {
  readonly reliabilityLevel = 'in-memory';
  readonly #pending = new Map<string, EventEnvelope>();
  readonly #handlers = new Set<EventHandler>();
  readonly #capacity: number;

  constructor(options: { readonly capacity?: number } = {}) {
    checkConfiguration(optionsSchema, 'The configuration of the in-memory transport', options);
    this.#capacity = options.capacity ?? 10_000;
  }

  /** Envelopes that nobody has finished, oldest first. */
  pending(): readonly EventEnvelope[] {
    return [...this.#pending.values()];
  }

  /** Calls the handler with every envelope published from now on; returns the way to end that. */
  subscribe(handler: EventHandler): () => void {
    const own: EventHandler = (envelope) => handler(envelope);
    this.#handlers.add(own);
    return () => void this.#handlers.delete(own);
  }

  /** Resolves when every subscriber has handled the envelope; rejects when one failed, after all of them have ended. */
  async publish(envelope: EventEnvelope): Promise<void> {
    if (this.#pending.size >= this.#capacity) {
      throw new RustokError('TRANSPORT_FULL', `${this.#capacity} envelopes are pending: acknowledge them or subscribe`);
    }
    this.#pending.set(envelope.id, envelope);
    if (this.#handlers.size === 0) return;
    const runs = [...this.#handlers].map((handler) => handle(handler, envelope));
    const failures = (await Promise.allSettled(runs)).filter((run) => run.status === 'rejected');
    if (failures.length > 0) throw handlersFailed(envelope, failures);
    this.#pending.delete(envelope.id);
  }

  async publishBatch(envelopes: readonly EventEnvelope[]): Promise<void> {
    for (const envelope of envelopes) await this.publish(envelope);
  }

  async acknowledge(eventId: string): Promise<void> {
    this.#pending.delete(eventId);
  }
}

async function handle(handler: EventHandler, envelope: EventEnvelope): Promise<void> {
  await runInHandling(envelope, () => handler(envelope));
}

function handlersFailed(envelope: EventEnvelope, failures: readonly PromiseRejectedResult[]): DependencyError {
  const reasons = failures.map((failure): unknown => failure.reason);
  return new DependencyError(`${failures.length} subscriber(s) failed on ${envelope.eventType} ${envelope.id}`, {
    code: 'SUBSCRIBER_FAILED',
    cause: reasons.length === 1 ? reasons[0] : new AggregateError(reasons),
  });
}
