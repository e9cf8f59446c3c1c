import { z } from 'zod';
import { type FieldError, ValidationError } from '../errors/index.ts';
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

/** Why a value is no event of the catalogue. */
interface EventRefusal {
  readonly subject: string;
  readonly faults: readonly FieldError[];
}

export function checkEvent(event: unknown, events: Catalogue): CheckedEvent {
  const checked = examineEvent(event, events);
  if ('faults' in checked) throw new ValidationError(checked.subject, checked.faults);
  return checked;
}

/** As `checkEvent`, for who has more to say than what is wrong with the event. */
export function examineEvent(event: unknown, events: Catalogue): CheckedEvent | EventRefusal {
  const tagged = taggedEvent.safeParse(event);
  if (!tagged.success) return { subject: 'the event', faults: fieldErrors(tagged.error) };
  const { type, data } = tagged.data;
  const definition = events.ofVariant(type);
  if (definition === undefined) {
    return { subject: 'the event', faults: [{ path: 'type', message: `${quoted(type)} is not in the catalogue` }] };
  }
  const parsed = definition.schema.safeParse(data);
  if (!parsed.success) return { subject: `the event ${type}`, faults: fieldErrors(parsed.error, 'data') };
  return { definition, event: frozenEvent(definition, parsed.data) };
}

export function frozenEvent(definition: EventDefinition, data: unknown): DomainEvent {
  return Object.freeze({ type: definition.variant, data: Object.freeze(data) }) as DomainEvent;
}
