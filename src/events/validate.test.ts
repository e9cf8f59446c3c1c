import { describe, expect, it } from 'vitest';
import { isRustokError } from '../errors/index.ts';
import { validateEvent } from './validate.ts';

const id = '3f0c2b1e-5d4a-4c6b-9e7f-0a1b2c3d4e01';
const nil = '00000000-0000-0000-0000-000000000000';
const star = '\u{1F31F}';

const valid = {
  NodeCreated: { node_id: id, kind: 'post', author_id: id },
  NodeTranslationUpdated: { node_id: id, locale: 'en' },
  TagAttached: { tag_id: id, target_type: 'node', target_id: id },
  IndexUpdated: { index_name: 'nodes', target_id: id },
  MediaUploaded: { media_id: id, mime_type: 'image/png', size: 1 },
  UserRegistered: { user_id: id, email: 'a@example.com' },
  InventoryUpdated: { variant_id: id, product_id: id, location_id: id, old_quantity: 1, new_quantity: 2 },
  InventoryLow: { variant_id: id, product_id: id, remaining: 1, threshold: 2 },
  PriceUpdated: { variant_id: id, product_id: id, currency: 'EUR', old_amount: 1, new_amount: 2 },
  OrderPlaced: { order_id: id, customer_id: id, total: 1, currency: 'EUR' },
  OrderStatusChanged: { order_id: id, old_status: 'new', new_status: 'paid' },
  OrderCancelled: { order_id: id, reason: 'late' },
};
type Variant = keyof typeof valid;

function refusedPaths(event: unknown): string[] {
  try {
    validateEvent(event);
    return [];
  } catch (error) {
    if (!isRustokError(error, 'VALIDATION_FAILED')) throw error;
    return [...new Set((error.fields ?? []).map((field) => field.path))];
  }
}

const refusedWith = (type: Variant, fields: object) => refusedPaths({ type, data: { ...valid[type], ...fields } });

describe('a valid event', () => {
  it.each(Object.entries(valid))('%s passes', (type, data) => {
    expect(validateEvent({ type, data })).toEqual({ type, data });
  });

  it('has its uuids in lower case and its absent optional fields null', () => {
    const event = validateEvent({ type: 'NodeCreated', data: { node_id: id.toUpperCase(), kind: 'post' } });
    expect(event).toEqual({ type: 'NodeCreated', data: { node_id: id, kind: 'post', author_id: null } });
  });

  it('is frozen and does not follow the object that it was read from', () => {
    const data = { node_id: id, kind: 'post' };
    const event = validateEvent({ type: 'NodeUpdated', data });
    data.kind = 'page';
    expect(event.data).toEqual({ node_id: id, kind: 'post' });
    expect(Object.isFrozen(event) && Object.isFrozen(event.data)).toBe(true);
  });

  it('may name the ids of the plan, which are no RFC 9562 UUIDs', () => {
    expect(refusedWith('NodeCreated', { node_id: '00000000-0000-0000-0000-000000000001' })).toEqual([]);
  });
});

describe('a limit', () => {
  const text = (length: number) => star.repeat(length);
  const ascii = (length: number) => 'a'.repeat(length);
  it.each<[Variant, string, number, (length: number) => string]>([
    ['NodeCreated', 'kind', 64, ascii],
    ['NodeTranslationUpdated', 'locale', 10, text],
    ['TagAttached', 'target_type', 64, text],
    ['IndexUpdated', 'index_name', 64, text],
    ['MediaUploaded', 'mime_type', 255, (length) => `/${text(length - 1)}`],
    ['UserRegistered', 'email', 255, text],
    ['OrderStatusChanged', 'old_status', 50, text],
    ['OrderStatusChanged', 'new_status', 50, text],
    ['OrderCancelled', 'reason', 500, text],
  ])('of %s.%s is %i code points', (type, field, limit, build) => {
    expect(refusedWith(type, { [field]: build(limit - 1) })).toEqual([]);
    expect(refusedWith(type, { [field]: build(limit) })).toEqual([]);
    expect(refusedWith(type, { [field]: build(limit + 1) })).toEqual([`data.${field}`]);
    expect(refusedWith(type, { [field]: build(3 * limit) })).toEqual([`data.${field}`]);
  });

  const int64 = Number.MAX_SAFE_INTEGER;
  const int32 = 2 ** 31 - 1;
  it.each<[Variant, string, number, number]>([
    ['MediaUploaded', 'size', 0, int64],
    ['OrderPlaced', 'total', 0, int64],
    ['PriceUpdated', 'old_amount', 0, int64],
    ['PriceUpdated', 'new_amount', 0, int64],
    ['InventoryUpdated', 'old_quantity', 0, int32],
    ['InventoryUpdated', 'new_quantity', 0, int32],
    ['InventoryLow', 'threshold', 2, int32],
  ])('of %s.%s lies at %i and %i', (type, field, lowest, highest) => {
    expect(refusedWith(type, { [field]: lowest })).toEqual([]);
    expect(refusedWith(type, { [field]: highest })).toEqual([]);
    for (const number of [-1, 0.5, highest + 1, Number.NaN, Infinity, -Infinity, '1', 1n, true]) {
      expect(refusedWith(type, { [field]: number }), String(number)).toContain(`data.${field}`);
    }
  });

  it('of remaining is the threshold', () => {
    expect(refusedWith('InventoryLow', { remaining: 0, threshold: 1 })).toEqual([]);
    expect(refusedWith('InventoryLow', { remaining: 4, threshold: 5 })).toEqual([]);
    expect(refusedWith('InventoryLow', { remaining: 5, threshold: 5 })).toEqual(['data.remaining']);
    expect(refusedWith('InventoryLow', { remaining: 6, threshold: 5 })).toEqual(['data.remaining']);
    expect(refusedWith('InventoryLow', { remaining: -1 })).toEqual(['data.remaining']);
  });
});

describe('a refusal', () => {
  it.each<[Variant, string, readonly unknown[]]>([
    [
      'NodeCreated',
      'node_id',
      [nil, 'x', '', null, undefined, 7, `{${id}}`, `${id}\n`, id.replaceAll('-', ''), `urn:uuid:${id}`],
    ],
    ['NodeCreated', 'author_id', [nil, 'x', '']],
    ['NodeCreated', 'kind', ['', ' ', 'a b', 'ä', 'post\n', 'a.b', null, ['post']]],
    ['NodeTranslationUpdated', 'locale', ['', ' \t', '\u3000', null]],
    ['TagAttached', 'target_type', ['', ' ']],
    ['MediaUploaded', 'mime_type', ['', 'png']],
    ['UserRegistered', 'email', ['', ' ', null]],
    ['OrderPlaced', 'currency', ['eur', 'EU', 'EURO', 'ÄÖÜ', 'EUR\n', '', null]],
    ['OrderStatusChanged', 'old_status', ['', '  ']],
    ['OrderStatusChanged', 'new_status', ['new', '']],
  ])('of %s names %s', (type, field, values) => {
    for (const value of values) {
      expect(refusedWith(type, { [field]: value }), JSON.stringify(value)).toEqual([`data.${field}`]);
    }
  });

  it.each<[Variant, string]>([
    ['NodeTranslationUpdated', 'locale'],
    ['TagAttached', 'target_type'],
    ['IndexUpdated', 'index_name'],
    ['MediaUploaded', 'mime_type'],
    ['UserRegistered', 'email'],
    ['OrderStatusChanged', 'new_status'],
    ['OrderCancelled', 'reason'],
  ])('meets NUL and lone surrogates in %s.%s', (type, field) => {
    for (const text of ['a/\0', '\uD800/', '/\uDC00', '/\uDC00\uD800']) {
      expect(refusedWith(type, { [field]: text }), JSON.stringify(text)).toEqual([`data.${field}`]);
    }
  });

  it('names every failing field at once, and the unknown keys among them', () => {
    const data = { variant_id: nil, remaining: -1, threshold: 'many', toString: 1, 'a b': 1 };
    expect(refusedPaths({ type: 'InventoryLow', data }).toSorted()).toEqual(
      [
        'data.variant_id',
        'data.product_id',
        'data.remaining',
        'data.threshold',
        'data.toString',
        'data["a b"]',
      ].toSorted(),
    );
  });

  it.each<[string, unknown, string[]]>([
    ['an unknown variant', { type: 'NodeExploded', data: {} }, ['type']],
    ['a type string in place of the variant', { type: 'node.created', data: valid.NodeCreated }, ['type']],
    ['a name of Object.prototype', { type: 'toString', data: {} }, ['type']],
    ['no variant', { data: {} }, ['type']],
    ['no data', { type: 'TagCreated' }, ['data']],
    ['an array as data', { type: 'TagCreated', data: [] }, ['data']],
    ['a key beside type and data', { type: 'TagCreated', data: { tag_id: id }, extra: 1 }, ['extra']],
    ['null', null, ['']],
    ['a string', 'TagCreated', ['']],
  ])('meets %s', (_, event, paths) => {
    expect(refusedPaths(event)).toEqual(paths);
  });

  it('does not repeat the values that it refuses', () => {
    const secret = 'hunter2'.repeat(100);
    const event = { type: 'UserRegistered', data: { user_id: secret, email: secret } };
    expect(() => validateEvent(event)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });
});
