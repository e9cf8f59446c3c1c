import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import { type Context, ROOT_CONTEXT, context as otelContext, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent } from './catalogue.ts';
import { createEnvelope } from './create-envelope.ts';
import { describeEnvelope } from './envelope.ts';

const tenantId = '0190b6f4-1c00-7000-8000-0000000000a1';
const actorId = '0190b6f4-1c00-7000-8000-0000000000b1';
const id = '0190b6f4-1c00-7000-8000-0000000000c1';
const event: DomainEvent = { type: 'UserRegistered', data: { user_id: actorId, email: 'secret@example.com' } };
const sources = { clock: { now: () => new Date('2026-02-11T09:30:00.007Z') }, ids: { next: () => id } };

describe('a new envelope', () => {
  it('takes type and version from the declaration, time and id from the injected sources', () => {
    expect({ ...createEnvelope({ tenantId, actorId, event }, sources) }).toEqual({
      id,
      eventType: 'user.registered',
      schemaVersion: 1,
      correlationId: id,
      causationId: null,
      tenantId,
      traceId: null,
      timestamp: '2026-02-11T09:30:00.007Z',
      actorId,
      event,
      retryCount: 0,
    });
  });

  it('has an id of its own and the time of the machine by default', () => {
    const [one, other] = [1, 2].map(() => createEnvelope({ tenantId, actorId: null, event }));
    expect(one?.id).not.toBe(other?.id);
    expect(one?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is frozen, event and data included', () => {
    const envelope = createEnvelope({ tenantId, actorId, event });
    expect([envelope, envelope.event, envelope.event.data].every((part) => Object.isFrozen(part))).toBe(true);
  });

  it.each([
    ['tenantId', { tenantId: '00000000-0000-0000-0000-000000000000' }, sources],
    ['tenantId', { tenantId: 'acme' }, sources],
    ['actorId', { actorId: '' }, sources],
    ['id', {}, { ...sources, ids: { next: () => 'one' } }],
    ['now', {}, { ...sources, clock: { now: () => new Date(Number.NaN) } }],
  ])('is not built with an impossible %s', (path, fields, given) => {
    expect(() => createEnvelope({ tenantId, actorId, event, ...fields }, given)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', fields: [expect.objectContaining({ path })] }),
    );
  });
});

it.each([
  [{ type: 'UserRegistered', data: { user_id: 'x', email: 5 } }, ['data.user_id', 'data.email']],
  [{ type: 'UserVanished', data: {} }, ['type']],
  [{ data: {} }, ['type']],
])('the failing fields of the event and those of its header are named at once: %#', (wrong, paths) => {
  const input = { tenantId: 'acme', actorId: '', event: wrong as never };
  expect(() => createEnvelope(input, sources)).toThrow(
    expect.objectContaining({
      code: 'VALIDATION_FAILED',
      fields: [...paths, 'tenantId', 'actorId'].map((path) => expect.objectContaining({ path })),
    }),
  );
});

describe('an envelope in a log', () => {
  const envelope = createEnvelope({ tenantId, actorId, event }, sources);

  it.each<[string, (value: typeof envelope) => string]>([
    ['describeEnvelope', describeEnvelope],
    ['String', String],
    ['inspect', (value) => inspect(value)],
    ['inspect, nested and in full', (value) => inspect({ list: [value] }, { depth: null, showHidden: true })],
    ['JSON.stringify', (value) => JSON.stringify(value)],
  ])('shows id, type, tenant, actor and time, and never the payload (%s)', (_, print) => {
    const printed = print(envelope);
    for (const shown of [id, 'user.registered', tenantId, actorId, '2026-02-11T09:30:00.007Z']) {
      expect(printed).toContain(shown);
    }
    expect(printed).not.toContain('secret');
    expect(printed).not.toContain('user_id');
  });
});

describe('the trace id', () => {
  const storage = new AsyncLocalStorage<Context>();
  beforeAll(() => {
    otelContext.setGlobalContextManager({
      active: () => storage.getStore() ?? ROOT_CONTEXT,
      with: (context, fn, thisArg, ...args) => storage.run(context, () => fn.call(thisArg, ...args)),
      bind: (_context, target) => target,
      enable() {
        return this;
      },
      disable() {
        return this;
      },
    });
  });
  afterAll(() => otelContext.disable());

  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const inSpan = (spanId: string) =>
    otelContext.with(trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 }), () =>
      createEnvelope({ tenantId, actorId, event }),
    );

  it("is the active span's", () => {
    expect(inSpan('00f067aa0ba902b7').traceId).toBe(traceId);
  });

  it('is null without a span, and with a span that is no valid one', () => {
    expect(createEnvelope({ tenantId, actorId, event }).traceId).toBeNull();
    expect(inSpan('0000000000000000').traceId).toBeNull();
  });
});
