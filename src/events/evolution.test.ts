import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { type EventDefinition, defineEvent } from './definition.ts';
import { canonicalText } from './encode.ts';
import { type GoldenEnvelope, checkEvolution } from './evolution.ts';
import { schemaFingerprint } from './json-schema.ts';
import { optional, uuid } from './rules.ts';
import { text } from './text.ts';

const id = '0190b6f4-1c00-7000-8000-0000000000c1';
const base = { variant: 'ContactAdded', version: 1, upcasters: {}, affectsIndex: false };
const v1 = defineEvent('contact.added', {
  ...base,
  schema: z.strictObject({ contact_id: uuid, name: text({ max: 9 }) }),
});
const v2 = defineEvent('contact.added', {
  ...base,
  version: 2,
  schema: z.strictObject({ contact_id: uuid, name: text({ max: 9 }), phone: optional(text()) }),
  upcasters: { 1: (data) => ({ ...data, phone: null }) },
});

function golden(definition: EventDefinition, data: object): GoldenEnvelope {
  const { type, variant, version } = definition;
  const canonical = canonicalText({
    id,
    event_type: type,
    schema_version: version,
    correlation_id: id,
    causation_id: null,
    tenant_id: id,
    trace_id: null,
    timestamp: '2026-02-11T09:30:00.000Z',
    actor_id: null,
    event: { type: variant, data },
    retry_count: 0,
  });
  return { type, version, fingerprint: schemaFingerprint(definition), canonical };
}

const golden1 = golden(v1, { contact_id: id, name: 'Ada' });
const golden2 = golden(v2, { contact_id: id, name: 'Ada', phone: '112' });
const of = (...definitions: EventDefinition[]): Catalogue => catalogueOf(definitions);
const problems = (events: Catalogue, goldens: readonly GoldenEnvelope[]) =>
  checkEvolution(events, goldens).map(({ code, version }) => `${code} v${version}`);

describe('an event', () => {
  it('that never changed is in order', () => {
    expect(checkEvolution(of(v1), [golden1])).toEqual([]);
  });

  it('that changed in a new version with an upcaster is in order', () => {
    expect(checkEvolution(of(v2), [golden1, golden2])).toEqual([]);
  });

  it.each<[string, z.ZodObject]>([
    ['a new optional field', z.strictObject({ contact_id: uuid, name: text({ max: 9 }), phone: optional(text()) })],
    ['another limit', z.strictObject({ contact_id: uuid, name: text({ max: 10 }) })],
    ['another pattern', z.strictObject({ contact_id: uuid, name: text({ max: 9, pattern: /^A/ }) })],
    ['unknown keys let in', z.looseObject({ contact_id: uuid, name: text({ max: 9 }) })],
  ])('may not have %s without a new version', (_, schema) => {
    expect(problems(of({ ...v1, schema }), [golden1])).toContain('SCHEMA_CHANGED_WITHOUT_NEW_VERSION v1');
  });

  it('needs an upcaster from every older version', () => {
    expect(problems(of({ ...v2, upcasters: {} }), [golden1, golden2])).toEqual([
      'MISSING_UPCASTER v1',
      'GOLDEN_DOES_NOT_DECODE v1',
    ]);
  });

  it('needs an upcaster that makes valid data', () => {
    const upcasters = { 1: () => ({ name: 'Ada' }) };
    expect(problems(of({ ...v2, upcasters }), [golden1, golden2])).toEqual(['GOLDEN_DOES_NOT_DECODE v1']);
  });

  it('needs a golden envelope of every version', () => {
    expect(problems(of(v2), [golden2])).toEqual(['MISSING_GOLDEN v1']);
    expect(problems(of(v2), [golden1])).toEqual(['MISSING_GOLDEN v2']);
  });

  it('may not leave the catalogue, nor may a version', () => {
    expect(problems(of(), [golden1])).toEqual(['GOLDEN_OF_UNKNOWN_EVENT v1']);
    expect(problems(of(v1), [golden1, golden2])).toEqual(['GOLDEN_OF_UNKNOWN_EVENT v2']);
  });

  it('may not be written in other bytes', () => {
    const upperCase = { ...golden1, canonical: golden1.canonical.replaceAll(id, id.toUpperCase()) };
    expect(problems(of(v1), [upperCase])).toEqual(['WIRE_FORM_CHANGED v1']);
  });

  it('may not decode another type or version than its golden envelope is filed under', () => {
    expect(problems(of(v2), [golden1, { ...golden2, canonical: golden1.canonical }])).toEqual([
      'GOLDEN_DOES_NOT_DECODE v2',
    ]);
    expect(problems(of(v1), [{ ...golden1, canonical: '{' }])).toEqual(['GOLDEN_DOES_NOT_DECODE v1']);
  });
});
