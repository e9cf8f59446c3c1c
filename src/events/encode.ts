import canonicalize from 'canonicalize';
import { ValidationError } from '../errors/index.ts';
import { type Catalogue, catalogue } from './catalogue.ts';
import type { EventEnvelope } from './envelope.ts';
import { fieldErrors } from './field-errors.ts';
import type { JsonObject } from './json.ts';
import { checkEvent } from './validate.ts';
import { toWire, wireEnvelope } from './wire.ts';

/**
 * The wire object, snake_case throughout, for `sys_events.payload`; optional fields are present as null. An envelope that
 * `decodeEnvelope` would refuse, or whose type or version is not its event's, throws a `ValidationError`.
 */
export function encodeEnvelope(envelope: EventEnvelope, events: Catalogue = catalogue): JsonObject {
  const { definition, event } = checkEvent(envelope.event, events);
  const wire = wireEnvelope.safeParse({ ...toWire(envelope), event });
  if (!wire.success) throw new ValidationError('the envelope', fieldErrors(wire.error));
  if (wire.data.event_type !== definition.type) {
    throw new ValidationError('the envelope', [{ path: 'event_type', message: `must be ${definition.type}` }]);
  }
  if (wire.data.schema_version !== definition.version) {
    throw new ValidationError('the envelope', [{ path: 'schema_version', message: `must be ${definition.version}` }]);
  }
  return wire.data as JsonObject;
}

/** The wire object as RFC 8785 text: equal envelopes have equal bytes. */
export function canonicalEnvelope(envelope: EventEnvelope, events: Catalogue = catalogue): string {
  return canonicalText(encodeEnvelope(envelope, events));
}

export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only a JSON value has a canonical text');
  return text;
}
