import { describe, expect, it } from 'vitest';
import { createEnvelope } from './create-envelope.ts';
import type { EventEnvelope } from './envelope.ts';
import { InMemoryTransport } from './in-memory-transport.ts';
import { isTransactionalTransport } from './transport.ts';

const tenantId = '0190b6f4-1c00-7000-8000-0000000000a1';
const event = { type: 'TenantUpdated', data: { tenant_id: tenantId } } as const;
const build = (): EventEnvelope => createEnvelope({ tenantId, actorId: null, event });

describe('the in-memory transport', () => {
  it('cannot join a transaction', () => {
    const transport = new InMemoryTransport();
    expect(transport.reliabilityLevel).toBe('in-memory');
    expect(isTransactionalTransport(transport)).toBe(false);
  });

  it('keeps what nobody has taken, in order, until it is acknowledged', async () => {
    const transport = new InMemoryTransport();
    const [first, second, third] = [build(), build(), build()] as const;
    await transport.publishBatch([first, second, third]);
    await transport.acknowledge(second.id);
    expect(transport.pending()).toEqual([first, third]);
  });

  it('hands every envelope to every subscriber until that one leaves', async () => {
    const transport = new InMemoryTransport();
    const seen: string[] = [];
    const leave = transport.subscribe(({ id }) => void seen.push(`a ${id}`));
    transport.subscribe(async ({ id }) => {
      await Promise.resolve();
      seen.push(`b ${id}`);
    });
    const [first, second] = [build(), build()];
    await transport.publish(first);
    leave();
    await transport.publish(second);
    expect(seen).toEqual([`a ${first.id}`, `b ${first.id}`, `b ${second.id}`]);
    expect(transport.pending()).toEqual([]);
  });

  it('runs a handler as the handling of its envelope: what it publishes is caused by that', async () => {
    const transport = new InMemoryTransport();
    const caused: EventEnvelope[] = [];
    transport.subscribe(async (envelope) => {
      await Promise.resolve();
      if (envelope.causationId === null) await transport.publish(build());
      else caused.push(envelope);
    });
    const first = build();
    await transport.publish(first);
    expect(caused.map(({ causationId, correlationId }) => ({ causationId, correlationId }))).toEqual([
      { causationId: first.id, correlationId: first.id },
    ]);
  });

  it.each<[string, () => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new RangeError('broken');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('broken'))],
  ])('tells the publisher when a subscriber %s, lets the others finish and keeps the envelope', async (_, failing) => {
    const transport = new InMemoryTransport();
    const seen: string[] = [];
    transport.subscribe(failing);
    transport.subscribe(({ id }) => void seen.push(id));
    const envelope = build();
    await expect(transport.publish(envelope)).rejects.toMatchObject({
      code: 'SUBSCRIBER_FAILED',
      cause: expect.any(RangeError),
    });
    expect(seen).toEqual([envelope.id]);
    expect(transport.pending()).toEqual([envelope]);
  });

  it('names all failures when there are several', async () => {
    const transport = new InMemoryTransport();
    transport.subscribe(() => Promise.reject(new Error('one')));
    transport.subscribe(() => Promise.reject(new Error('two')));
    await expect(transport.publish(build())).rejects.toMatchObject({
      cause: { errors: [{ message: 'one' }, { message: 'two' }] },
    });
  });

  it('refuses more than its capacity and takes again when there is room', async () => {
    const transport = new InMemoryTransport({ capacity: 1 });
    const first = build();
    await transport.publish(first);
    await expect(transport.publish(build())).rejects.toMatchObject({ code: 'TRANSPORT_FULL' });
    await transport.acknowledge(first.id);
    await expect(transport.publish(build())).resolves.toBeUndefined();
  });
});
