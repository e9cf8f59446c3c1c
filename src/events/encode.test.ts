import { describe, expect, it } from 'vitest';
import type { DomainEvent } from './catalogue.ts';
import { createEnvelope } from './create-envelope.ts';
import { canonicalEnvelope, encodeEnvelope } from './encode.ts';
import type { EventEnvelope } from './envelope.ts';

const id = '0190b6f4-1c00-7000-8000-0000000000c1';
const tenantId = '0190b6f4-1c00-7000-8000-0000000000a1';
const nodeId = '3f0c2b1e-5d4a-4c6b-9e7f-0a1b2c3d4e01';
const event: DomainEvent = { type: 'NodeCreated', data: { node_id: nodeId, kind: 'post' } };
const envelope = createEnvelope(
  { tenantId, actorId: null, event },
  { clock: { now: () => new Date('2026-02-11T09:30:00Z') }, ids: { next: () => id } },
);

describe('the wire form', () => {
  it('is snake_case throughout, a tagged union, with every optional field present as null', () => {
    expect(encodeEnvelope(envelope)).toEqual({
      id,
      event_type: 'node.created',
      schema_version: 1,
      correlation_id: id,
      causation_id: null,
      tenant_id: tenantId,
      trace_id: null,
      timestamp: '2026-02-11T09:30:00.000Z',
      actor_id: null,
      event: { type: 'NodeCreated', data: { node_id: nodeId, kind: 'post', author_id: null } },
      retry_count: 0,
    });
  });

  it('has as canonical text its members sorted and no white space', () => {
    expect(canonicalEnvelope(envelope)).toBe(
      `{"actor_id":null,"causation_id":null,"correlation_id":"${id}","event":{"data":{"author_id":null,"kind":"post",` +
        `"node_id":"${nodeId}"},"type":"NodeCreated"},"event_type":"node.created","id":"${id}","retry_count":0,` +
        `"schema_version":1,"tenant_id":"${tenantId}","timestamp":"2026-02-11T09:30:00.000Z","trace_id":null}`,
    );
  });

  it('is written in full although the JSON of an envelope hides its payload', () => {
    expect(JSON.stringify(encodeEnvelope(envelope))).toContain(nodeId);
  });

  it.each<[string, Partial<Record<keyof EventEnvelope, unknown>>]>([
    ['id', { id: 'x' }],
    ['event_type', { eventType: 'node.updated' }],
    ['schema_version', { schemaVersion: 2 }],
    ['schema_version', { schemaVersion: undefined }],
    ['tenant_id', { tenantId: undefined }],
    ['timestamp', { timestamp: '2026-02-30T09:30:00Z' }],
    ['retry_count', { retryCount: -1 }],
    ['data.kind', { event: { type: 'NodeCreated', data: { node_id: nodeId, kind: '' } } }],
  ])('is refused to an envelope made by hand whose %s is wrong', (path, fields) => {
    expect(() => encodeEnvelope({ ...envelope, ...fields } as EventEnvelope)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        fields: expect.arrayContaining([expect.objectContaining({ path })]),
      }),
    );
  });
});
