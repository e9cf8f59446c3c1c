import { z } from 'zod';
import { ValidationError } from '../errors/index.ts';
import { type Catalogue, type DomainEvent, catalogue } from './catalogue.ts';
import type { EventDefinition } from './definition.ts';
import { fieldErrors, quoted } from './field-errors.ts';

const taggedEvent = z.strictObject({ type: z.string(), data: z.unknown() });

/** An event in its canonical form (uuids in lower case, absent optional fields null), with its definition. */
export interface CheckedEvent {
  readonly definition: EventDefinition;
  readonly event: DomainEvent;
}

/** Returns the event in canonical form, frozen; throws a `ValidationError` that names every failing field. Unknown keys are refused. */
export function validateEvent(event: unknown, events: Catalogue = catalogue): DomainEvent {
  return checkEvent(event, events).event;
}

export function checkEvent(event: unknown, events: Catalogue): CheckedEvent {
  const tagged = taggedEvent.safeParse(event);
  if (!tagged.success) throw new ValidationError('the event', fieldErrors(tagged.error));
  const { type, data } = tagged.data;
  const definition = events.ofVariant(type);
  if (definition === undefined) {
    throw new ValidationError('the event', [{ path: 'type', message: `${quoted(type)} is not in the catalogue` }]);
  }
  const parsed = definition.schema.safeParse(data);
  if (!parsed.success) throw new ValidationError(`the event ${type}`, fieldErrors(parsed.error, 'data'));
  return { definition, event: frozenEvent(definition, parsed.data) };
}

export function frozenEvent(definition: EventDefinition, data: unknown): DomainEvent {
  return Object.freeze({ type: definition.variant, data: Object.freeze(data) }) as DomainEvent;
}
