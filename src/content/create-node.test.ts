import { describe, expect, it } from 'vitest';
import type { CreateNodeInput } from './create-input.ts';
import {
  admin,
  customer,
  manager,
  missingId,
  openContentWorld,
  otherCustomer,
  otherTenantId,
  stranger,
  system,
  tenantId,
} from './testing/content-world.ts';

const post: CreateNodeInput = {
  kind: 'post',
  metadata: { b: 1, a: [{ c: null }] },
  translations: [
    { locale: 'en', title: 'Hello World', excerpt: 'x' },
    { locale: 'de', title: 'Hallo Welt', slug: 'hallo' },
  ],
  bodies: [
    { locale: 'en', body: "# It's $1 and \\ :name ?" },
    { locale: 'de', body: null, format: 'html' },
  ],
};
const comment = (parentId: string): CreateNodeInput => ({
  kind: 'comment',
  parentId,
  translations: [{ locale: 'en', slug: `c-${Math.random().toString(36).slice(2)}` }],
});

describe('create', () => {
  it('stores what it answers', async () => {
    await using world = await openContentWorld();
    const created = await world.nodes.create(manager, post);

    expect(created).toEqual({
      id: expect.any(String),
      tenantId,
      kind: 'post',
      status: 'draft',
      parentId: null,
      authorId: manager.userId,
      categoryId: null,
      position: 0,
      depth: 0,
      replyCount: 0,
      metadata: post.metadata,
      version: 1,
      createdAt: created.updatedAt,
      updatedAt: expect.stringMatching(/^2026-01-01T00:00:\d\d\.000Z$/),
      publishedAt: null,
      deletedAt: null,
      translations: [
        { locale: 'de', title: 'Hallo Welt', slug: 'hallo', excerpt: null },
        { locale: 'en', title: 'Hello World', slug: 'hello-world', excerpt: 'x' },
      ],
      bodies: [
        { locale: 'de', body: null, format: 'html', updatedAt: created.updatedAt },
        { locale: 'en', body: "# It's $1 and \\ :name ?", format: 'markdown', updatedAt: created.updatedAt },
      ],
    });
    expect(await world.nodes.get(manager, created.id)).toEqual(created);
  });

  it('publishes NodeCreated with its actor, tenant and author', async () => {
    await using world = await openContentWorld();
    const { id } = await world.nodes.create(manager, post);
    expect(await world.events()).toEqual([
      {
        type: 'NodeCreated',
        data: { node_id: id, kind: 'post', author_id: manager.userId },
        actorId: manager.userId,
        tenantId,
        correlationId: expect.any(String),
      },
    ]);
  });

  it('publishes NodePublished after NodeCreated, under one correlation id, for a node created published', async () => {
    await using world = await openContentWorld();
    const node = await world.nodes.create(manager, { ...post, status: 'published' });
    const events = await world.events();
    expect(events.map(({ type }) => type)).toEqual(['NodeCreated', 'NodePublished']);
    expect(new Set(events.map(({ correlationId }) => correlationId)).size).toBe(1);
    expect(node.publishedAt).toBe(node.createdAt);
  });

  it('writes nothing for an invalid input', async () => {
    await using world = await openContentWorld();
    const before = await world.rowCount();
    await expect(
      world.nodes.create(manager, { ...post, kind: 'news' as 'post' }, { idempotencyKey: '' }),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'kind' }, { path: 'idempotencyKey' }],
    });
    expect(await world.rowCount()).toBe(before);
  });

  it('writes nothing for a caller without the permission', async () => {
    await using world = await openContentWorld();
    const before = await world.rowCount();
    await expect(world.nodes.create(customer, post)).rejects.toThrow(/posts:create/);
    await expect(world.nodes.create(customer, { ...post, kind: 'page' })).rejects.toThrow(/pages:create/);
    expect(await world.rowCount()).toBe(before);
  });

  it('lets the system create a node without an author', async () => {
    await using world = await openContentWorld();
    const node = await world.nodes.create(system, post);
    expect(node.authorId).toBeNull();
    expect(await world.events()).toMatchObject([{ actorId: null, data: { author_id: null } }]);
  });

  it('lets a manager, but no customer, write in the name of another', async () => {
    await using world = await openContentWorld();
    const parent = await world.nodes.create(manager, { ...post, status: 'published' });
    const named = { ...comment(parent.id), authorId: otherCustomer.userId };
    await expect(world.nodes.create(customer, named)).rejects.toThrow(/comments:update/);
    await expect(world.nodes.create(customer, { ...named, authorId: null })).rejects.toThrow(/comments:update/);
    await expect(world.nodes.create(customer, { ...named, authorId: customer.userId })).resolves.toMatchObject({
      authorId: customer.userId,
    });
    await expect(world.nodes.create(manager, { ...named, ...comment(parent.id) })).resolves.toMatchObject({
      authorId: otherCustomer.userId,
    });
  });

  it('lets a customer publish a comment of their own at once', async () => {
    await using world = await openContentWorld();
    const parent = await world.nodes.create(manager, { ...post, status: 'published' });
    const node = await world.nodes.create(customer, { ...comment(parent.id), status: 'published' });
    expect(node).toMatchObject({ status: 'published', parentId: parent.id, authorId: customer.userId });
  });
});

describe('references', () => {
  it('refuses an author of another tenant, and writes nothing', async () => {
    await using world = await openContentWorld();
    const before = await world.rowCount();
    await expect(world.nodes.create(admin, { ...post, authorId: stranger.userId })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'authorId' }],
    });
    expect(await world.rowCount()).toBe(before);
  });

  it('refuses a parent that is missing, deleted or of another tenant, in the same words', async () => {
    await using world = await openContentWorld();
    const foreign = await world.nodes.create(stranger, { ...post, status: 'published' });
    const deleted = await world.nodes.create(manager, post);
    await world.nodes.delete(manager, deleted.id, { expectedVersion: 1 });
    const before = await world.rowCount();
    for (const parentId of [foreign.id, deleted.id, missingId]) {
      await expect(world.nodes.create(admin, comment(parentId))).rejects.toMatchObject({
        fields: [{ path: 'parentId', message: 'names no node of this tenant' }],
      });
    }
    expect(await world.rowCount()).toBe(before);
  });

  it('refuses a draft as a parent for who may not read it', async () => {
    await using world = await openContentWorld();
    const draft = await world.nodes.create(manager, post);
    await expect(world.nodes.create(customer, comment(draft.id))).rejects.toMatchObject({
      fields: [{ path: 'parentId' }],
    });
    await expect(world.nodes.create(manager, comment(draft.id))).resolves.toMatchObject({ parentId: draft.id });
  });

  it('reports a tenant that does not exist as not found', async () => {
    await using world = await openContentWorld();
    const nobody = { ...admin, tenantId: missingId };
    await expect(world.nodes.create(nobody, post)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.nodes.create(nobody, post, { idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('slugs', () => {
  it('are unique in a tenant and a locale, by decision of the database', async () => {
    await using world = await openContentWorld();
    await world.nodes.create(manager, post);
    const before = await world.rowCount();
    await expect(world.nodes.create(manager, post)).rejects.toMatchObject({ code: 'DUPLICATE_SLUG' });
    expect(await world.rowCount()).toBe(before);
  });

  it('may be the same in another locale and in another tenant', async () => {
    await using world = await openContentWorld();
    await world.nodes.create(manager, { kind: 'post', translations: [{ locale: 'en', slug: 'same' }] });
    await world.nodes.create(manager, { kind: 'post', translations: [{ locale: 'de', slug: 'same' }] });
    await expect(
      world.nodes.create(stranger, { kind: 'post', translations: [{ locale: 'en', slug: 'same' }] }),
    ).resolves.toMatchObject({ tenantId: otherTenantId });
  });

  it('go to exactly one of twenty creations at once', async () => {
    await using world = await openContentWorld();
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => world.nodes.create(manager, post)));
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(refused).toHaveLength(19);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'DUPLICATE_SLUG' });
    expect(await world.newEvents()).toEqual(['NodeCreated']);
  });
});
