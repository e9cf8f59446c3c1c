import { describe, expect, it } from 'vitest';
import { TransactionalEventBus } from './bus.ts';
import type { EventEnvelope } from './envelope.ts';
import { InMemoryTransport } from './in-memory-transport.ts';
import type { CommitObserver, TransactionalEventTransport } from './transport.ts';

const tenantId = '0190b6f4-1c00-7000-8000-0000000000a1';
const event = { type: 'TenantUpdated', data: { tenant_id: tenantId } } as const;
const invalid = { type: 'TenantUpdated', data: { tenant_id: 'acme' } } as const;

/** A transaction as far as the bus knows one: it is committed, and then its callbacks run. */
interface Unit {
  readonly written: EventEnvelope[];
  readonly callbacks: (() => Promise<void>)[];
}
const begin = (): Unit => ({ written: [], callbacks: [] });
const commits: CommitObserver<Unit> = { afterKnownCommit: (unit, callback) => void unit.callbacks.push(callback) };

class JoiningTransport extends InMemoryTransport implements TransactionalEventTransport<Unit> {
  async publishInTransaction(unit: Unit, envelope: EventEnvelope): Promise<void> {
    unit.written.push(envelope);
  }
}

describe('publishing in a transaction', () => {
  it('writes in that transaction and nowhere else', async () => {
    const transport = new JoiningTransport();
    const unit = begin();
    const envelope = await new TransactionalEventBus<Unit>({ transport }).publishInTransaction(
      unit,
      tenantId,
      null,
      event,
    );
    expect(unit.written).toEqual([envelope]);
    expect(transport.pending()).toEqual([]);
  });

  it('is refused by default when the transport cannot join', async () => {
    const transport = new InMemoryTransport();
    const unit = begin();
    const bus = new TransactionalEventBus<Unit>({ transport, commits });
    await expect(bus.publishInTransaction(unit, tenantId, null, event)).rejects.toMatchObject({
      code: 'TRANSPORT_CANNOT_JOIN_TRANSACTION',
    });
    expect([transport.pending(), unit.callbacks]).toEqual([[], []]);
  });

  it('holds the event until the commit is known, when that was chosen by name', async () => {
    const transport = new InMemoryTransport();
    const unit = begin();
    const ifTransportCannotJoin = 'hold-until-commit-and-risk-loss';
    const bus = new TransactionalEventBus<Unit>({ transport, commits, ifTransportCannotJoin });
    const envelope = await bus.publishInTransaction(unit, tenantId, null, event);
    expect(transport.pending()).toEqual([]);
    for (const callback of unit.callbacks) await callback();
    expect(transport.pending()).toEqual([envelope]);
  });

  it('cannot be told to hold events without a way to know of commits', () => {
    const ifTransportCannotJoin = 'hold-until-commit-and-risk-loss';
    expect(
      () => new TransactionalEventBus<Unit>({ transport: new InMemoryTransport(), ifTransportCannotJoin }),
    ).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONFIGURATION',
        fields: [expect.objectContaining({ path: 'commits' })],
      }),
    );
  });

  it('writes nothing of an invalid event', async () => {
    const unit = begin();
    const bus = new TransactionalEventBus<Unit>({ transport: new JoiningTransport() });
    await expect(bus.publishInTransaction(unit, tenantId, null, invalid)).rejects.toMatchObject({
      fields: [{ path: 'data.tenant_id' }],
    });
    expect(unit.written).toEqual([]);
  });

  it('rejects when the transport does', async () => {
    const transport = new JoiningTransport();
    transport.publishInTransaction = () => Promise.reject(new Error('no room'));
    const bus = new TransactionalEventBus<Unit>({ transport });
    await expect(bus.publishInTransaction(begin(), tenantId, null, event)).rejects.toThrow('no room');
  });
});

describe('publishing outside of any transaction', () => {
  it('hands the event to the transport at once, with the injected time and id', async () => {
    const transport = new InMemoryTransport();
    const id = '0190b6f4-1c00-7000-8000-0000000000c1';
    const clock = { now: () => new Date('2026-02-11T09:30:00Z') };
    const bus = new TransactionalEventBus<Unit>({ transport, clock, ids: { next: () => id } });
    const envelope = await bus.publish(tenantId, null, event);
    expect(transport.pending()).toEqual([envelope]);
    expect(envelope).toMatchObject({ id, timestamp: '2026-02-11T09:30:00.000Z' });
  });

  it('publishes nothing of an invalid event', async () => {
    const transport = new InMemoryTransport();
    const bus = new TransactionalEventBus<Unit>({ transport });
    await expect(bus.publish(tenantId, null, invalid)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(transport.pending()).toEqual([]);
  });

  it('is refused where a transaction is seen to be open and the transport cannot join it', async () => {
    const transport = new InMemoryTransport();
    const bus = new TransactionalEventBus<Unit>({ transport, commits: { ...commits, isInTransaction: () => true } });
    await expect(bus.publish(tenantId, null, event)).rejects.toMatchObject({
      code: 'TRANSPORT_CANNOT_JOIN_TRANSACTION',
    });
    expect(transport.pending()).toEqual([]);
  });
});
