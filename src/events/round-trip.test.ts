import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogue } from './catalogue.ts';
import { createEnvelope } from './create-envelope.ts';
import { decodeEnvelope } from './decode.ts';
import { canonicalEnvelope, encodeEnvelope } from './encode.ts';
import { validateEvent } from './validate.ts';

const uuid = fc.uuid();
const words = (maxLength: number) =>
  fc
    .string({ unit: 'binary', minLength: 1, maxLength })
    .filter((value) => value.trim() !== '' && !value.includes('\0'));
const int32 = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const int64 = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, -0, Number.MAX_SAFE_INTEGER));

/** What the specification allows in a field of that name. */
const fields: Record<string, fc.Arbitrary<unknown>> = {
  kind: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  locale: words(10),
  target_type: words(64),
  index_name: words(64),
  mime_type: fc.tuple(words(127), words(127)).map((parts) => parts.join('/')),
  email: words(255),
  currency: fc.stringMatching(/^[A-Z]{3}$/),
  old_status: words(25),
  new_status: words(25).map((status) => `not ${status}`),
  reason: fc.oneof(words(500), fc.constantFrom('', null, undefined)),
  size: int64,
  total: int64,
  new_amount: int64,
  old_amount: fc.option(int64),
  old_quantity: int32,
  new_quantity: int32,
  remaining: fc.integer({ min: 0, max: 2 ** 30 }),
  threshold: fc.integer({ min: 2 ** 30 + 1, max: 2 ** 31 - 1 }),
  author_id: fc.option(uuid),
  customer_id: fc.option(uuid),
};

const header = fc.record({ tenantId: uuid, actorId: fc.option(uuid) });
const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });

describe.each(catalogue.definitions)('$variant', ({ variant, schema }) => {
  const data = fc.record(Object.fromEntries(Object.keys(schema.shape).map((key) => [key, fields[key] ?? uuid])));

  test.prop([header, data, time])(
    'is decoded as it was encoded, and has one canonical text',
    (given, fieldsOf, now) => {
      fc.pre(fieldsOf['old_status'] === undefined || fieldsOf['old_status'] !== fieldsOf['new_status']);
      const event = validateEvent({ type: variant, data: fieldsOf });
      const envelope = createEnvelope({ ...given, event }, { clock: { now: () => now } });
      const text = canonicalEnvelope(envelope);
      const stored: unknown = JSON.parse(JSON.stringify(encodeEnvelope(envelope)));
      expect({ ...decodeEnvelope(stored) }).toEqual({ ...envelope });
      expect({ ...decodeEnvelope(JSON.parse(text)) }).toEqual({ ...envelope });
      expect(canonicalEnvelope(decodeEnvelope(stored))).toBe(text);
    },
  );
});
