import { inspect } from 'node:util';
import type { DomainEvent } from './catalogue.ts';

/** An event and what is known about it; frozen, and neither logs nor `toString` show its payload. */
export interface EventEnvelope<E extends DomainEvent = DomainEvent> {
  /** UUID version 7. */
  readonly id: string;
  readonly eventType: string;
  readonly schemaVersion: number;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly tenantId: string;
  readonly traceId: string | null;
  /** RFC 3339, UTC, milliseconds. */
  readonly timestamp: string;
  readonly actorId: string | null;
  readonly event: E;
  readonly retryCount: number;
}

/** One line for logs: id, type, tenant, actor and timestamp, never the payload. */
export function describeEnvelope(envelope: EventEnvelope): string {
  const { id, eventType, tenantId, actorId, timestamp } = envelope;
  return `EventEnvelope(id=${id} type=${eventType} tenant=${tenantId} actor=${actorId ?? 'none'} timestamp=${timestamp})`;
}

/** Loggers reach an object by toString, by inspect or by JSON: none of the three shows the payload. `encodeEnvelope` does. */
const discreet = Object.freeze({
  toString(this: EventEnvelope): string {
    return describeEnvelope(this);
  },
  toJSON(this: EventEnvelope): object {
    const { id, eventType, tenantId, actorId, timestamp } = this;
    return { id, eventType, tenantId, actorId, timestamp };
  },
  [inspect.custom](this: EventEnvelope): string {
    return describeEnvelope(this);
  },
});

export function sealEnvelope<E extends DomainEvent>(fields: EventEnvelope<E>): EventEnvelope<E> {
  return Object.freeze(Object.assign(Object.create(discreet) as object, fields));
}
