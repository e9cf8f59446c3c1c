import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Catalogue, type EventType, catalogue } from './catalogue.ts';
import type { EventDefinition } from './definition.ts';
import { canonicalText } from './encode.ts';
import { wireEnvelope } from './wire.ts';

/** JSON Schema (draft 2020-12) of the whole wire envelope of every event's current version, by `type/vN`. */
export function exportJsonSchemas(events: Catalogue = catalogue): Record<`${EventType}/v${number}`, object> {
  return Object.fromEntries(
    events.definitions.map((definition) => [
      `${definition.type}/v${definition.version}`,
      { title: definition.variant, ...z.toJSONSchema(envelopeOf(definition)) },
    ]),
  );
}

/** SHA-256 of the canonical JSON Schema of the event's `data`: it changes when the schema does. */
export function schemaFingerprint(definition: EventDefinition): string {
  return createHash('sha256')
    .update(canonicalText(z.toJSONSchema(definition.schema)))
    .digest('hex');
}

function envelopeOf(definition: EventDefinition) {
  return wireEnvelope.extend({
    event_type: z.literal(definition.type),
    schema_version: z.literal(definition.version),
    event: z.strictObject({ type: z.literal(definition.variant), data: definition.schema }),
  });
}
