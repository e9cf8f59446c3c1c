import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EventDecodeError } from './decode-error.ts';
import { decodeEnvelope } from './decode.ts';

const id = '0190b6f4-1c00-7000-8000-0000000000c1';
const nodeId = '3f0c2b1e-5d4a-4c6b-9e7f-0a1b2c3d4e01';
const data = { node_id: nodeId, kind: 'post', author_id: null };
const wire = {
  id,
  event_type: 'node.created',
  schema_version: 1,
  correlation_id: id,
  causation_id: null,
  tenant_id: '0190b6f4-1c00-7000-8000-0000000000a1',
  trace_id: null,
  timestamp: '2026-02-11T09:30:00.000Z',
  actor_id: null,
  event: { type: 'NodeCreated', data },
  retry_count: 0,
};

function errorOf(payload: unknown, columns?: { eventType: string; schemaVersion: number }): EventDecodeError {
  try {
    decodeEnvelope(payload, columns);
  } catch (error) {
    if (error instanceof EventDecodeError) return error;
    throw error;
  }
  throw new Error('decoded');
}

describe('a stored envelope', () => {
  it('is read with camelCase fields, and its data as on the wire', () => {
    const envelope = decodeEnvelope(wire, { eventType: 'node.created', schemaVersion: 1 });
    expect({ ...envelope }).toEqual({
      id,
      eventType: 'node.created',
      schemaVersion: 1,
      correlationId: id,
      causationId: null,
      tenantId: wire.tenant_id,
      traceId: null,
      timestamp: wire.timestamp,
      actorId: null,
      event: { type: 'NodeCreated', data },
      retryCount: 0,
    });
  });

  it('may lack its optional fields', () => {
    const { causation_id: _, trace_id: __, actor_id: ___, ...rest } = wire;
    const bare = { ...rest, event: { type: 'NodeCreated', data: { node_id: nodeId, kind: 'post' } } };
    expect({ ...decodeEnvelope(bare) }).toEqual({ ...decodeEnvelope(wire) });
  });

  it.each([
    ['2026-02-11T09:30:00.123456789Z', '2026-02-11T09:30:00.123Z'],
    ['2026-02-11T09:30:00+05:30', '2026-02-11T04:00:00.000Z'],
  ])('may have any RFC 3339 time: %s is %s', (timestamp, read) => {
    expect(decodeEnvelope({ ...wire, timestamp }).timestamp).toBe(read);
  });

  it('does not show its payload when it is printed', () => {
    expect(inspect(decodeEnvelope(wire))).not.toContain(nodeId);
  });
});

describe('a stored envelope that nobody may receive', () => {
  it.each<[string, string, unknown, string]>([
    ['of an unknown type', 'UNKNOWN_EVENT_TYPE', { ...wire, event_type: 'node.exploded' }, 'node.exploded'],
    ['of a newer version', 'UNKNOWN_EVENT_VERSION', { ...wire, schema_version: 2 }, 'node.created v2'],
    [
      'with the tag of another event',
      'EVENT_TYPE_MISMATCH',
      { ...wire, event: { type: 'NodeUpdated', data } },
      'NodeUpdated',
    ],
    [
      'with a type in place of the tag',
      'EVENT_TYPE_MISMATCH',
      { ...wire, event: { type: 'node.created', data } },
      'node.created',
    ],
    ['of version 0', 'INVALID_EVENT', { ...wire, schema_version: 0 }, 'schema_version'],
    ['without a version', 'INVALID_EVENT', { ...wire, schema_version: undefined }, 'schema_version'],
    ['without a type', 'INVALID_EVENT', { ...wire, event_type: undefined }, 'event_type'],
    ['with an unknown field', 'INVALID_EVENT', { ...wire, tenantId: id }, 'tenantId'],
    [
      'with an unknown field of data',
      'INVALID_EVENT',
      { ...wire, event: { type: 'NodeCreated', data: { ...data, x: 1 } } },
      'event.data.x',
    ],
    [
      'with invalid data',
      'INVALID_EVENT',
      { ...wire, event: { type: 'NodeCreated', data: { kind: '' } } },
      'event.data.node_id',
    ],
    ['with a nil tenant', 'INVALID_EVENT', { ...wire, tenant_id: '00000000-0000-0000-0000-000000000000' }, 'tenant_id'],
    ['at no time', 'INVALID_EVENT', { ...wire, timestamp: 'yesterday' }, 'timestamp'],
    ['at a time without seconds', 'INVALID_EVENT', { ...wire, timestamp: '2026-02-11T09:30Z' }, 'timestamp'],
    ['at a local time', 'INVALID_EVENT', { ...wire, timestamp: '2026-02-11T09:30:00' }, 'timestamp'],
    ['that is null', 'INVALID_EVENT', null, 'expected object'],
    ['that is text', 'INVALID_EVENT', JSON.stringify(wire), 'expected object'],
    ['without an event', 'INVALID_EVENT', { ...wire, event: null }, 'event'],
  ])('%s is refused as %s', (_, code, payload, named) => {
    const error = errorOf(payload);
    expect(error.code).toBe(code);
    expect(error.message).toContain(named);
  });

  const nil = '00000000-0000-0000-0000-000000000000';
  it.each<[keyof typeof wire, unknown[]]>([
    ['id', [nil, null, 'x']],
    ['correlation_id', [nil, null]],
    ['causation_id', [nil, 'x']],
    ['tenant_id', [nil, null]],
    ['actor_id', [nil, 'x']],
    ['trace_id', ['', 'a\0', 7]],
    ['event_type', ['', null, 'x'.repeat(256)]],
    ['schema_version', [0, 1.5, 32_768, '1']],
    ['retry_count', [-1, 0.5, null]],
    ['timestamp', [null, 0, '2026-02-30T00:00:00Z', '2026-02-11 09:30:00Z']],
  ])('is one whose %s is impossible, and the error names it', (field, values) => {
    for (const value of values) {
      const error = errorOf({ ...wire, [field]: value });
      expect([error.code, error.fields?.map(({ path }) => path)]).toEqual(['INVALID_EVENT', [field]]);
    }
  });

  it.each<[string, string, { eventType: string; schemaVersion: number }]>([
    ['type', 'EVENT_TYPE_MISMATCH', { eventType: 'node.updated', schemaVersion: 1 }],
    ['version', 'EVENT_VERSION_MISMATCH', { eventType: 'node.created', schemaVersion: 2 }],
  ])("is one whose row's %s says something else (%s)", (_, code, columns) => {
    expect(errorOf(wire, columns).code).toBe(code);
  });

  it('is an error of this kind also when it is nested too deeply to be walked', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(errorOf({ ...wire, event: { type: 'NodeCreated', data: { ...data, deep } } }).code).toBe('INVALID_EVENT');
  });

  it('has an error whose message stays short and printable', () => {
    const { message } = errorOf({ ...wire, event_type: `\u202E"\n${'x'.repeat(200)}` });
    expect(message.length).toBeLessThan(150);
    expect(message).not.toContain('\n');
  });
});
