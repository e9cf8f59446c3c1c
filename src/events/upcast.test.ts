import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { EventDecodeError } from './decode-error.ts';
import { decodeEnvelope } from './decode.ts';
import { type Upcaster, defineEvent } from './definition.ts';
import { uuid } from './rules.ts';
import { text } from './text.ts';

/** v1 { name } → v2 { first, last } → v3 { full_name, initials }. */
const stored = {
  v1: z.object({ contact_id: z.string(), name: z.string() }),
  v2: z.object({ contact_id: z.string(), first: z.string(), last: z.string() }),
};
const split: Upcaster = (data) => {
  const { contact_id, name } = stored.v1.parse(data);
  const [first, last] = name.split(' ');
  if (first === undefined || last === undefined) throw new RangeError('no last name');
  return { contact_id, first, last };
};
const join: Upcaster = (data) => {
  const { contact_id, first, last } = stored.v2.parse(data);
  return { contact_id, full_name: `${first} ${last}`, initials: `${first.charAt(0)}${last.charAt(0)}` };
};

function catalogueWith(upcasters: Record<number, Upcaster>): Catalogue {
  const schema = z.strictObject({ contact_id: uuid, full_name: text(), initials: text({ max: 2 }) });
  const details = { variant: 'ContactAdded', version: 3, schema, upcasters, affectsIndex: false };
  return catalogueOf([defineEvent('contact.added', details)]);
}

const events = catalogueWith({ 1: split, 2: join });
const id = '0190b6f4-1c00-7000-8000-0000000000c1';
const current = { contact_id: id, full_name: 'Ada Lovelace', initials: 'AL' };

function read(version: number, data: object, from: Catalogue = events) {
  const wire = {
    id,
    event_type: 'contact.added',
    schema_version: version,
    correlation_id: id,
    tenant_id: id,
    timestamp: '2026-02-11T09:30:00Z',
    event: { type: 'ContactAdded', data },
    retry_count: 0,
  };
  return decodeEnvelope(wire, { eventType: 'contact.added', schemaVersion: version }, from);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof EventDecodeError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('a reader', () => {
  it.each([
    [1, { contact_id: id, name: 'Ada Lovelace' }],
    [2, { contact_id: id, first: 'Ada', last: 'Lovelace' }],
    [3, current],
  ])('receives version %i as the current one', (version, data) => {
    const envelope = read(version, data);
    expect(envelope.schemaVersion).toBe(3);
    expect(envelope.event.data).toEqual(current);
  });

  it.each<[string, string, () => unknown]>([
    ['a version to come', 'UNKNOWN_EVENT_VERSION contact.added v4', () => read(4, current)],
    [
      'a version that no upcaster takes on',
      'UNKNOWN_EVENT_VERSION contact.added has no upcaster from v2 to v3',
      () => read(1, { contact_id: id, name: 'Ada Lovelace' }, catalogueWith({ 1: split })),
    ],
    [
      'data that an upcaster cannot read',
      'INVALID_EVENT contact.added v1 does not upcast to v2',
      () => read(1, { contact_id: id, name: 'Ada' }),
    ],
    [
      'data that is invalid once it is current',
      'INVALID_EVENT contact.added v2 is not valid: event.data.contact_id',
      () => read(2, { contact_id: 'nobody', first: 'Ada', last: 'Lovelace' }),
    ],
    ['data of the current version under an old number', 'INVALID_EVENT', () => read(2, { ...current, contact_id: 1 })],
  ])('is spared %s', (_, message, run) => {
    expect(codeOf(run)).toContain(message);
  });

  it('does not see the stored data changed', () => {
    const old = Object.freeze({ contact_id: id, name: 'Ada Lovelace' });
    read(1, old);
    expect(old).toEqual({ contact_id: id, name: 'Ada Lovelace' });
  });
});
