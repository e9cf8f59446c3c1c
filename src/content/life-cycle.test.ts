import { describe, expect, it } from 'vitest';
import {
  type ContentWorld,
  admin,
  customer,
  manager,
  missingId,
  openContentWorld,
  stranger,
} from './testing/content-world.ts';
import { type Transition, transitions } from './transitions.ts';

const statuses = ['draft', 'published', 'archived'] as const;
const names = Object.keys(transitions) as Transition[];

async function nodeIn(world: ContentWorld, status: (typeof statuses)[number], as = manager, slug = 'slug') {
  const created = await world.nodes.create(as, {
    kind: 'post',
    status: status === 'draft' ? 'draft' : 'published',
    translations: [{ locale: 'en', slug }],
    bodies: [{ locale: 'en', body: 'text' }],
  });
  const node = status === 'archived' ? await world.nodes.archive(as, created.id, { expectedVersion: 1 }) : created;
  await world.newEvents();
  return node;
}

describe.each(names)('%s', (name) => {
  const { from, to } = transitions[name];
  const events: Record<Transition, string[]> = {
    publish: ['NodeUpdated', 'NodePublished'],
    unpublish: ['NodeUpdated', 'NodeUnpublished'],
    archive: ['NodeUpdated'],
    unarchive: ['NodeUpdated'],
  };

  it(`takes a node from ${from} to ${to}, with its events and the next version`, async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, from);
    const next = await world.nodes[name](manager, node.id, { expectedVersion: node.version });
    expect(next).toEqual({
      ...node,
      status: to,
      version: node.version + 1,
      updatedAt: expect.any(String),
      publishedAt: to === 'published' ? next.updatedAt : null,
    });
    expect(next.updatedAt > node.updatedAt).toBe(true);
    expect(await world.nodes.get(manager, node.id)).toEqual(next);
    expect(await world.newEvents()).toEqual(events[name]);
  });

  it.each(statuses.filter((status) => status !== from))('is a conflict from %s', async (status) => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, status);
    await expect(world.nodes[name](manager, node.id, { expectedVersion: node.version })).rejects.toMatchObject({
      code: 'INVALID_TRANSITION',
    });
    expect(await world.nodes.get(manager, node.id)).toEqual(node);
    expect(await world.newEvents()).toEqual([]);
  });

  it('is a conflict with an old version, denied without the permission, and not found in another tenant', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, from);
    const current = { expectedVersion: node.version };
    const act = world.nodes[name].bind(world.nodes);
    await expect(act(manager, node.id, { expectedVersion: node.version + 1 })).rejects.toMatchObject({
      code: 'CONCURRENT_MODIFICATION',
    });
    await expect(act(customer, node.id, current)).rejects.toThrow(/posts:update/);
    await expect(act(stranger, node.id, current)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(act(manager, missingId, current)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(act(manager, 'x', { expectedVersion: 1.5 })).rejects.toMatchObject({
      fields: [{ path: 'id' }, { path: 'expectedVersion' }],
    });
    expect(await world.nodes.get(manager, node.id)).toEqual(node);
    expect(await world.newEvents()).toEqual([]);
  });
});

describe('delete', () => {
  it('hides the node, keeps its row, and publishes NodeDeleted', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, 'published');
    const deleted = await world.nodes.delete(manager, node.id, { expectedVersion: 1 });
    expect(deleted).toEqual({ ...node, version: 2, updatedAt: deleted.deletedAt, deletedAt: expect.any(String) });
    await expect(world.nodes.get(manager, node.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.nodes.list(manager)).toMatchObject({ total: 0, items: [] });
    expect(await world.sql('SELECT version, deleted_at IS NULL AS live FROM nodes')).toEqual([
      { version: 2, live: false },
    ]);
    expect(await world.newEvents()).toEqual(['NodeDeleted']);
  });

  it('of a node that is deleted already finds nothing', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, 'draft');
    await world.nodes.delete(manager, node.id, { expectedVersion: 1 });
    await expect(world.nodes.delete(manager, node.id, { expectedVersion: 2 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('of a node with live children is a conflict; deleted children do not hold it back', async () => {
    await using world = await openContentWorld();
    const parent = await nodeIn(world, 'published');
    const child = await world.nodes.create(customer, {
      kind: 'comment',
      parentId: parent.id,
      translations: [{ locale: 'en', slug: 'c' }],
    });
    await expect(world.nodes.delete(manager, parent.id, { expectedVersion: 1 })).rejects.toMatchObject({
      code: 'HAS_CHILDREN',
    });
    await world.nodes.delete(customer, child.id, { expectedVersion: 1 });
    await expect(world.nodes.delete(manager, parent.id, { expectedVersion: 1 })).resolves.toMatchObject({ version: 2 });
    expect(await world.newEvents()).toEqual(['NodeCreated', 'NodeDeleted', 'NodeDeleted']);
  });

  it('frees the slug', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, 'draft');
    await world.nodes.delete(manager, node.id, { expectedVersion: 1 });
    await expect(nodeIn(world, 'draft')).resolves.toMatchObject({ translations: [{ slug: 'slug' }] });
  });

  it('needs the delete permission', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, 'published');
    await expect(world.nodes.delete(customer, node.id, { expectedVersion: 1 })).rejects.toThrow(/posts:delete/);
    await expect(world.nodes.delete(stranger, node.id, { expectedVersion: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await world.newEvents()).toEqual([]);
  });
});

describe('restore', () => {
  it.each(statuses)('brings a node that was %s back as a draft, and publishes NodeCreated', async (status) => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, status);
    const deleted = await world.nodes.delete(manager, node.id, { expectedVersion: node.version });
    await world.newEvents();
    const restored = await world.nodes.restore(manager, node.id, { expectedVersion: deleted.version });
    expect(restored).toEqual({
      ...node,
      status: 'draft',
      publishedAt: null,
      deletedAt: null,
      version: deleted.version + 1,
      updatedAt: expect.any(String),
    });
    expect(await world.nodes.get(manager, node.id)).toEqual(restored);
    expect((await world.events()).at(-1)).toMatchObject({
      type: 'NodeCreated',
      data: { node_id: node.id, kind: 'post', author_id: manager.userId },
    });
    expect(await world.newEvents()).toEqual(['NodeCreated']);
  });

  it('of a node that is not deleted is a conflict', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, 'draft');
    await expect(world.nodes.restore(manager, node.id, { expectedVersion: 1 })).rejects.toMatchObject({
      code: 'INVALID_TRANSITION',
    });
  });

  it('is a conflict when the slug was taken meanwhile, and leaves the node deleted', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, 'draft');
    await world.nodes.delete(manager, node.id, { expectedVersion: 1 });
    await nodeIn(world, 'draft');
    await expect(world.nodes.restore(manager, node.id, { expectedVersion: 2 })).rejects.toMatchObject({
      code: 'DUPLICATE_SLUG',
    });
    await expect(world.nodes.get(manager, node.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.newEvents()).toEqual([]);
  });

  it('is a conflict under a deleted parent', async () => {
    await using world = await openContentWorld();
    const parent = await nodeIn(world, 'published');
    const child = await world.nodes.create(manager, {
      kind: 'comment',
      parentId: parent.id,
      translations: [{ locale: 'en', slug: 'c' }],
    });
    await world.nodes.delete(manager, child.id, { expectedVersion: 1 });
    await world.nodes.delete(manager, parent.id, { expectedVersion: 1 });
    const restoreChild = () => world.nodes.restore(manager, child.id, { expectedVersion: 2 });
    await expect(restoreChild()).rejects.toMatchObject({ code: 'PARENT_DELETED' });
    await world.nodes.restore(manager, parent.id, { expectedVersion: 2 });
    await expect(restoreChild()).resolves.toMatchObject({ deletedAt: null, parentId: parent.id });
  });

  it('needs the delete permission, the current version and the right tenant', async () => {
    await using world = await openContentWorld();
    const node = await nodeIn(world, 'published');
    await world.nodes.delete(manager, node.id, { expectedVersion: 1 });
    await world.newEvents();
    const at = (expectedVersion: number) => ({ expectedVersion });
    await expect(world.nodes.restore(customer, node.id, at(2))).rejects.toThrow(/posts:delete/);
    await expect(world.nodes.restore(stranger, node.id, at(2))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.nodes.restore(admin, node.id, at(1))).rejects.toMatchObject({ code: 'CONCURRENT_MODIFICATION' });
    expect(await world.newEvents()).toEqual([]);
  });
});
