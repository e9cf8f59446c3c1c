import { z } from 'zod';
import { ValidationError } from '../errors/index.ts';
import { type Catalogue, type DomainEvent, catalogue } from './catalogue.ts';
import { type Clock, systemClock } from './clock.ts';
import { correlate } from './context.ts';
import { type EventEnvelope, sealEnvelope } from './envelope.ts';
import { fieldErrors } from './field-errors.ts';
import { type IdSource, uuidV7Ids } from './ids.ts';
import { uuid } from './rules.ts';
import { activeTraceId } from './trace.ts';
import { examineEvent } from './validate.ts';

/** What an envelope takes from its surroundings; each has a default. */
export interface EnvelopeSources {
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
  readonly events?: Catalogue | undefined;
}

const header = z.object({
  tenantId: uuid,
  actorId: uuid.nullable(),
  id: uuid,
  now: z.date({ error: 'the clock gave no valid date' }),
});

/**
 * Builds the envelope of a new event; correlation and causation come from the running operation, the trace id from the active
 * span. Throws a `ValidationError` that names every failing field of the event, of tenant and of actor.
 */
export function createEnvelope<E extends DomainEvent>(
  input: { readonly tenantId: string; readonly actorId: string | null; readonly event: E },
  { clock = systemClock, ids = uuidV7Ids, events = catalogue }: EnvelopeSources = {},
): EventEnvelope<E> {
  const examined = examineEvent(input.event, events);
  const checked = header.safeParse({ ...input, id: ids.next(), now: clock.now() });
  const headerFaults = checked.success ? [] : fieldErrors(checked.error);
  if ('faults' in examined) throw new ValidationError(examined.subject, [...examined.faults, ...headerFaults]);
  const { definition, event } = examined;
  if (!checked.success) throw new ValidationError(`the envelope of ${definition.type}`, headerFaults);
  const { id, tenantId, actorId, now } = checked.data;
  return sealEnvelope({
    id,
    eventType: definition.type,
    schemaVersion: definition.version,
    ...correlate(id),
    tenantId,
    traceId: activeTraceId(),
    timestamp: now.toISOString(),
    actorId,
    event: event as E,
    retryCount: 0,
  });
}
