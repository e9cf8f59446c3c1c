import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import { goldenEnvelopes } from './golden/golden-envelopes.ts';
import { exportJsonSchemas } from './json-schema.ts';

const schemas: Record<string, object> = exportJsonSchemas();

/** zod reads back all of it but `not`, which bars the nil UUID. */
function asZod(jsonSchema: object | undefined): z.ZodType {
  const text = JSON.stringify(jsonSchema, (key, value: unknown) => (key === 'not' ? undefined : value));
  return z.fromJSONSchema(JSON.parse(text) as z.core.JSONSchema.JSONSchema);
}

describe('the exported JSON Schemas', () => {
  it('are one for each event and its version', () => {
    expect(Object.keys(schemas)).toEqual(catalogue.definitions.map(({ type, version }) => `${type}/v${version}`));
  });

  it.each(goldenEnvelopes)('accept the golden envelope of $type, and no other type', ({ type, version, canonical }) => {
    const schema = asZod(schemas[`${type}/v${version}`]);
    const wire = JSON.parse(canonical) as Record<string, unknown>;
    expect(schema.safeParse(wire).error).toBeUndefined();
    expect(schema.safeParse({ ...wire, event_type: 'tenant.exploded' }).success).toBe(false);
    expect(schema.safeParse({ ...wire, extra: 1 }).success).toBe(false);
  });

  it('say the limits that are checked in code', () => {
    expect(schemas['order.cancelled/v1']).toMatchObject({
      title: 'OrderCancelled',
      properties: {
        event_type: { const: 'order.cancelled' },
        schema_version: { const: 1 },
        event: {
          properties: {
            type: { const: 'OrderCancelled' },
            data: { properties: { reason: { anyOf: [{ type: 'string', maxLength: 500 }, { type: 'null' }] } } },
          },
        },
      },
    });
  });
});
