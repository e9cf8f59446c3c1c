import { describe, expect, it } from 'vitest';
import type { CreateNodeInput } from './create-input.ts';
import { admin, customer, manager, openContentWorld, stranger } from './testing/content-world.ts';

const page: CreateNodeInput = {
  kind: 'page',
  metadata: { b: 1, a: 2 },
  translations: [{ locale: 'en', title: 'Page' }],
  bodies: [{ locale: 'en', body: 'text' }],
};
const key = { idempotencyKey: 'key-1' };

describe('an idempotency key', () => {
  it('returns the first result for the same input, and writes and publishes nothing more', async () => {
    await using world = await openContentWorld();
    const first = await world.nodes.create(manager, page, key);
    const before = await world.rowCount();
    expect(await world.nodes.create(manager, page, key)).toEqual(first);
    expect(await world.rowCount()).toBe(before);
  });

  it('returns the first result also after the node was changed', async () => {
    await using world = await openContentWorld();
    const first = await world.nodes.create(manager, page, key);
    await world.nodes.publish(manager, first.id, { expectedVersion: 1 });
    expect(await world.nodes.create(manager, page, key)).toEqual(first);
  });

  it('takes inputs that mean the same for the same', async () => {
    await using world = await openContentWorld();
    const first = await world.nodes.create(manager, page, key);
    const same: CreateNodeInput = {
      bodies: page.bodies,
      metadata: { a: 2, b: 1 },
      translations: page.translations,
      status: 'draft',
      position: 0,
      authorId: manager.userId,
      kind: 'page',
    };
    expect(await world.nodes.create(manager, same, key)).toEqual(first);
  });

  it.each([
    ['another input', manager, { ...page, position: 1 }],
    ['another caller', admin, page],
    ['another caller who names the same author', admin, { ...page, authorId: manager.userId }],
  ])('is a conflict with %s', async (_, caller, input) => {
    await using world = await openContentWorld();
    await world.nodes.create(manager, page, key);
    const before = await world.rowCount();
    await expect(world.nodes.create(caller, input, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await world.rowCount()).toBe(before);
  });

  it('belongs to its tenant', async () => {
    await using world = await openContentWorld();
    const first = await world.nodes.create(manager, page, key);
    const second = await world.nodes.create(stranger, page, key);
    expect(second.id).not.toBe(first.id);
  });

  it('is not used up by a call that failed', async () => {
    await using world = await openContentWorld();
    const other = await world.nodes.create(manager, page);
    await expect(world.nodes.create(manager, page, key)).rejects.toMatchObject({ code: 'DUPLICATE_SLUG' });
    await world.nodes.delete(manager, other.id, { expectedVersion: 1 });
    await expect(world.nodes.create(manager, page, key)).resolves.toMatchObject({ version: 1 });
  });

  it('shows its result only to a caller who may create', async () => {
    await using world = await openContentWorld();
    await world.nodes.create(manager, page, key);
    await expect(world.nodes.create(customer, page, key)).rejects.toThrow(/pages:create/);
  });

  it.each(['', '   ', 'a\0', '\uD800', 'x'.repeat(256)])('%j is refused', async (idempotencyKey) => {
    await using world = await openContentWorld();
    await expect(world.nodes.create(manager, page, { idempotencyKey })).rejects.toMatchObject({
      fields: [{ path: 'idempotencyKey' }],
    });
  });

  it('of twenty calls at once lets one write, and gives its result to all', async () => {
    await using world = await openContentWorld({ pool: 8 });
    const results = await Promise.all(Array.from({ length: 20 }, () => world.nodes.create(manager, page, key)));
    for (const result of results) expect(result).toEqual(results[0]);
    expect(await world.newEvents()).toEqual(['NodeCreated']);
    expect(await world.nodes.list(manager)).toMatchObject({ total: 1 });
  });

  it('of two inputs at once lets one write, and the other is a conflict', async () => {
    await using world = await openContentWorld();
    const outcomes = await Promise.allSettled([
      world.nodes.create(manager, page, key),
      world.nodes.create(manager, { ...page, position: 1 }, key),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await world.newEvents()).toEqual(['NodeCreated']);
  });
});
