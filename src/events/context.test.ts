import { describe, expect, it } from 'vitest';
import { runInHandling, runInOperation } from './context.ts';
import { createEnvelope } from './create-envelope.ts';
import type { EventEnvelope } from './envelope.ts';

const tenantId = '0190b6f4-1c00-7000-8000-0000000000a1';
const event = { type: 'TenantUpdated', data: { tenant_id: tenantId } } as const;
const build = (): EventEnvelope => createEnvelope({ tenantId, actorId: null, event });
const later = async (): Promise<EventEnvelope> => {
  await Promise.resolve();
  return build();
};

describe('an operation', () => {
  it('gives all its envelopes the id of the first as correlation id, also after an await', async () => {
    const [first, second, third] = await runInOperation(async () => [build(), await later(), build()]);
    expect([first?.correlationId, second?.correlationId, third?.correlationId]).toEqual(Array(3).fill(first?.id));
    expect([first?.causationId, second?.causationId]).toEqual([null, null]);
  });

  it('shares nothing with one that runs beside it', async () => {
    const [one, other] = await Promise.all([runInOperation(later), runInOperation(later)]);
    expect(one.correlationId).toBe(one.id);
    expect(other.correlationId).toBe(other.id);
  });

  it('takes a correlation id from outside', () => {
    const correlationId = '0190b6f4-1c00-7000-8000-0000000000d1';
    expect(runInOperation(build, { correlationId }).correlationId).toBe(correlationId);
  });

  it('is joined by an operation inside it', () => {
    const [outer, inner] = runInOperation(() => [build(), runInOperation(build)]);
    expect(inner?.correlationId).toBe(outer?.id);
  });

  it('is over outside: every envelope is then an operation of its own', () => {
    runInOperation(build);
    const alone = build();
    expect(alone.correlationId).toBe(alone.id);
  });

  it('is not given an id by an event that was refused', () => {
    const first = runInOperation(() => {
      expect(() => createEnvelope({ tenantId: 'nobody', actorId: null, event })).toThrow();
      return build();
    });
    expect(first.correlationId).toBe(first.id);
  });
});

describe('a handling', () => {
  it('names the handled envelope as cause and keeps its correlation id, also for operations in it', async () => {
    const handled = runInOperation(() => [build(), build()])[1] ?? build();
    const published = await runInHandling(handled, async () => [await later(), runInOperation(build)]);
    for (const envelope of published) {
      expect(envelope.causationId).toBe(handled.id);
      expect(envelope.correlationId).toBe(handled.correlationId);
      expect(envelope.id).not.toBe(handled.id);
    }
  });

  it('keeps its cause when an operation in it brings a correlation id', () => {
    const handled = build();
    const correlationId = '0190b6f4-1c00-7000-8000-0000000000d1';
    const published = runInHandling(handled, () => runInOperation(build, { correlationId }));
    expect([published.causationId, published.correlationId]).toEqual([handled.id, correlationId]);
  });
});
