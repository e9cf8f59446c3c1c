import { ValidationError } from '../errors/index.ts';
import { contentEvents } from './declarations/content.ts';
import { mediaEvents } from './declarations/media.ts';
import { orderEvents } from './declarations/orders.ts';
import { platformEvents } from './declarations/platform.ts';
import { productEvents } from './declarations/products.ts';
import { stockEvents } from './declarations/stock.ts';
import { taxonomyEvents } from './declarations/taxonomy.ts';
import { userEvents } from './declarations/users.ts';
import type { EventDefinition, EventOf } from './definition.ts';

/** Definitions, found by type string or by variant. */
export interface Catalogue<Definition extends EventDefinition = EventDefinition> {
  readonly definitions: readonly Definition[];
  ofType(type: string): Definition | undefined;
  ofVariant(variant: string): Definition | undefined;
}

/** A catalogue of the given definitions; throws a `ValidationError` when two share a type or a variant. */
export function catalogueOf<Definition extends EventDefinition>(
  definitions: readonly Definition[],
): Catalogue<Definition> {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]));
  const byVariant = new Map(definitions.map((definition) => [definition.variant, definition]));
  const twice = definitions.filter((one) => byType.get(one.type) !== one || byVariant.get(one.variant) !== one);
  if (twice.length > 0) {
    const fields = twice.map((one) => ({ path: one.type, message: 'shares its type or its variant with another' }));
    throw new ValidationError('the event catalogue', fields);
  }
  return Object.freeze({
    definitions: Object.freeze([...definitions]),
    ofType: (type: string) => byType.get(type),
    ofVariant: (variant: string) => byVariant.get(variant),
  });
}

/** The 39 events of the platform. */
export const catalogue = catalogueOf([
  ...contentEvents,
  ...taxonomyEvents,
  ...mediaEvents,
  ...userEvents,
  ...productEvents,
  ...stockEvents,
  ...orderEvents,
  ...platformEvents,
]);

type Declared = (typeof catalogue.definitions)[number];

/** One event of the catalogue, `{ type: 'NodeCreated', data: { node_id, … } }`. */
export type DomainEvent = EventOf<Declared>;

/** A type string, `node.created`. */
export type EventType = Declared['type'];

/** A wire tag, `NodeCreated`. */
export type EventVariant = Declared['variant'];

/** The event of one type string. */
export type EventOfType<Type extends EventType> = EventOf<Extract<Declared, { readonly type: Type }>>;
