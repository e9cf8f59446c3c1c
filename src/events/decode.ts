import { type Catalogue, catalogue } from './catalogue.ts';
import { EventDecodeError } from './decode-error.ts';
import type { EventDefinition } from './definition.ts';
import { type EventEnvelope, sealEnvelope } from './envelope.ts';
import { fieldErrors, quoted } from './field-errors.ts';
import type { JsonObject } from './json.ts';
import { upcast } from './upcast.ts';
import { frozenEvent } from './validate.ts';
import { type WireEnvelope, fromWire, wireEnvelope } from './wire.ts';

/** What the row says beside its payload. */
export interface EventColumns {
  readonly eventType: string;
  readonly schemaVersion: number;
}

/**
 * Reads a wire envelope of any known version; the event comes upcast to the current one. Throws an `EventDecodeError` when it is
 * invalid, has unknown keys, type or version, or when the columns, the envelope and the event's tag do not say the same.
 */
export function decodeEnvelope(payload: unknown, columns?: EventColumns, events: Catalogue = catalogue): EventEnvelope {
  const parsed = wireEnvelope.safeParse(payload);
  if (!parsed.success) {
    throw new EventDecodeError('INVALID_EVENT', 'the envelope is not valid', { fields: fieldErrors(parsed.error) });
  }
  const wire = parsed.data;
  if (columns !== undefined) refuseOtherColumns(wire, columns);
  const definition = definitionFor(wire, events);
  const data = definition.schema.safeParse(upcast(definition, wire.schema_version, wire.event.data as JsonObject));
  if (!data.success) {
    const fields = fieldErrors(data.error, 'event.data');
    throw new EventDecodeError('INVALID_EVENT', `${definition.type} v${wire.schema_version} is not valid`, { fields });
  }
  return sealEnvelope({
    ...fromWire(wire),
    schemaVersion: definition.version,
    event: frozenEvent(definition, data.data),
  });
}

function refuseOtherColumns(wire: WireEnvelope, columns: EventColumns): void {
  if (wire.event_type !== columns.eventType) {
    const message = `the row says ${quoted(columns.eventType)}, its payload ${quoted(wire.event_type)}`;
    throw new EventDecodeError('EVENT_TYPE_MISMATCH', message);
  }
  if (wire.schema_version !== columns.schemaVersion) {
    const message = `the row says v${columns.schemaVersion} of ${wire.event_type}, its payload v${wire.schema_version}`;
    throw new EventDecodeError('EVENT_VERSION_MISMATCH', message);
  }
}

function definitionFor(wire: WireEnvelope, events: Catalogue): EventDefinition {
  const definition = events.ofType(wire.event_type);
  if (definition === undefined) {
    throw new EventDecodeError('UNKNOWN_EVENT_TYPE', `${quoted(wire.event_type)} is not in the catalogue`);
  }
  if (definition.variant !== wire.event.type) {
    const message = `the envelope says ${definition.type}, its event ${quoted(wire.event.type)}`;
    throw new EventDecodeError('EVENT_TYPE_MISMATCH', message);
  }
  return definition;
}
