import { z } from 'zod';
import type { EventEnvelope } from './envelope.ts';
import { optional, uuid } from './rules.ts';
import { text } from './text.ts';

/** Any RFC 3339 instant is read, and becomes UTC with milliseconds: RusToK writes nanoseconds. */
const timestamp = z.iso
  .datetime({ offset: true, abort: true, error: 'must be an RFC 3339 timestamp' })
  .overwrite((value) => new Date(value).toISOString());

/** The envelope on the wire, before its event is known. Unknown keys are refused. */
export const wireEnvelope = z.strictObject({
  id: uuid,
  event_type: text({ max: 255 }),
  schema_version: z.int().min(1).max(32_767),
  correlation_id: uuid,
  causation_id: optional(uuid),
  tenant_id: uuid,
  trace_id: optional(text({ max: 255 })),
  timestamp,
  actor_id: optional(uuid),
  // The data's own schema looks inside, so that no depth of nesting is walked here.
  event: z.strictObject({ type: z.string(), data: z.record(z.string(), z.unknown()) }),
  retry_count: z.uint32(),
});

export type WireEnvelope = z.output<typeof wireEnvelope>;

/** The only place where the two spellings meet: camelCase in TypeScript, snake_case on the wire. */
export function toWire(envelope: EventEnvelope): Readonly<Record<keyof WireEnvelope, unknown>> {
  return {
    id: envelope.id,
    event_type: envelope.eventType,
    schema_version: envelope.schemaVersion,
    correlation_id: envelope.correlationId,
    causation_id: envelope.causationId,
    tenant_id: envelope.tenantId,
    trace_id: envelope.traceId,
    timestamp: envelope.timestamp,
    actor_id: envelope.actorId,
    event: envelope.event,
    retry_count: envelope.retryCount,
  };
}

export function fromWire(wire: WireEnvelope): Omit<EventEnvelope, 'event'> {
  return {
    id: wire.id,
    eventType: wire.event_type,
    schemaVersion: wire.schema_version,
    correlationId: wire.correlation_id,
    causationId: wire.causation_id,
    tenantId: wire.tenant_id,
    traceId: wire.trace_id,
    timestamp: wire.timestamp,
    actorId: wire.actor_id,
    retryCount: wire.retry_count,
  };
}
