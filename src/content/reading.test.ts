import { describe, expect, it } from 'vitest';
import type { CreateNodeInput } from './create-input.ts';
import {
  type ContentWorld,
  admin,
  customer,
  manager,
  missingId,
  openContentWorld,
  otherCustomer,
  stranger,
  system,
} from './testing/content-world.ts';

type Draft = Partial<CreateNodeInput>;
let slugs = 0;
const nodeLike = (input: Draft = {}): CreateNodeInput => ({
  kind: 'post',
  translations: [{ locale: 'en', slug: `n-${(slugs += 1)}` }],
  ...input,
});
const notFound = { code: 'NOT_FOUND' };

async function idsOf(world: ContentWorld, ...args: Parameters<ContentWorld['nodes']['list']>): Promise<string[]> {
  return (await world.nodes.list(...args)).items.map(({ id }) => id);
}

describe('get', () => {
  it('shows a draft only to who may update it', async () => {
    await using world = await openContentWorld();
    const { id } = await world.nodes.create(manager, nodeLike());
    await expect(world.nodes.get(admin, id)).resolves.toMatchObject({ id });
    await expect(world.nodes.get(system, id)).resolves.toMatchObject({ id });
    await expect(world.nodes.get(customer, id)).rejects.toMatchObject(notFound);
  });

  it('answers for a hidden draft as for a node that does not exist', async () => {
    await using world = await openContentWorld();
    const { id } = await world.nodes.create(manager, nodeLike());
    const messageFor = async (sought: string) =>
      world.nodes.get(customer, sought).then(
        () => 'found',
        (error: Error) => `${error.name} ${error.message.replace(sought, 'ID')}`,
      );
    expect(await messageFor(id)).toBe(await messageFor(missingId));
  });

  it('shows an own draft comment to its author, and no other customer', async () => {
    await using world = await openContentWorld();
    const { id } = await world.nodes.create(customer, nodeLike({ kind: 'comment' }));
    await expect(world.nodes.get(customer, id)).resolves.toMatchObject({ id });
    await expect(world.nodes.get(otherCustomer, id)).rejects.toMatchObject(notFound);
  });

  it('hides an archived node like a draft', async () => {
    await using world = await openContentWorld();
    const { id } = await world.nodes.create(manager, nodeLike({ status: 'published' }));
    await expect(world.nodes.get(customer, id)).resolves.toMatchObject({ id });
    await world.nodes.archive(manager, id, { expectedVersion: 1 });
    await expect(world.nodes.get(customer, id)).rejects.toMatchObject(notFound);
  });

  it('never finds a node of another tenant', async () => {
    await using world = await openContentWorld();
    const { id } = await world.nodes.create(manager, nodeLike({ status: 'published' }));
    await expect(world.nodes.get(stranger, id)).rejects.toMatchObject(notFound);
  });

  it('is denied to a caller without a role', async () => {
    await using world = await openContentWorld();
    const { id } = await world.nodes.create(manager, nodeLike({ status: 'published' }));
    await expect(world.nodes.get({ ...customer, role: null }, id)).rejects.toThrow(/posts:read/);
  });

  it('refuses an id that is no UUID', async () => {
    await using world = await openContentWorld();
    await expect(world.nodes.get(manager, 'x')).rejects.toMatchObject({ fields: [{ path: 'id' }] });
  });

  it('gives back every character and number that was stored', async () => {
    await using world = await openContentWorld();
    const hostile = `'"\\\\ $1 $$ :a ? %s \u{1F600} \u202E \uFFFF\r\n\t; DROP TABLE nodes; --`;
    const input = nodeLike({
      translations: [{ locale: 'en', title: hostile, slug: 'hostile', excerpt: hostile }],
      bodies: [{ locale: 'en', body: hostile }],
      metadata: { [hostile]: [hostile, 1e21, 0.1, -5e-324, Number.MAX_SAFE_INTEGER, 1.7976931348623157e308] },
    });
    const created = await world.nodes.create(manager, input);
    expect(created.metadata).toEqual(input.metadata);
    expect(await world.nodes.get(manager, created.id)).toEqual(created);
  });
});

describe('list', () => {
  it('has the order of creation, then of ids', async () => {
    await using world = await openContentWorld();
    const created = [];
    for (let index = 0; index < 5; index += 1) created.push((await world.nodes.create(manager, nodeLike())).id);
    expect(await idsOf(world, manager)).toEqual(created);
    await world.sql("UPDATE nodes SET created_at = '2026-01-01'");
    expect(await idsOf(world, manager)).toEqual(created.toSorted());
  });

  it('comes in pages that join to the whole, each with the total', async () => {
    await using world = await openContentWorld();
    for (let index = 0; index < 7; index += 1) await world.nodes.create(manager, nodeLike());
    const pages = [];
    for (const page of [1, 2, 3, 4]) pages.push(await world.nodes.list(manager, { page, pageSize: 3 }));
    expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1, 0]);
    expect(pages.map(({ total, page, pageSize }) => [total, page, pageSize])).toEqual(
      [1, 2, 3, 4].map((page) => [7, page, 3]),
    );
    expect(pages.flatMap(({ items }) => items)).toEqual((await world.nodes.list(manager)).items);
  });

  it('filters by kind, status, parent, author and locale, and by all at once', async () => {
    await using world = await openContentWorld();
    const parent = await world.nodes.create(manager, nodeLike({ status: 'published' }));
    const page = await world.nodes.create(
      admin,
      nodeLike({ kind: 'page', translations: [{ locale: 'de', slug: 'p' }] }),
    );
    const comment = await world.nodes.create(customer, nodeLike({ kind: 'comment', parentId: parent.id }));
    expect(await idsOf(world, manager, { kind: 'page' })).toEqual([page.id]);
    expect(await idsOf(world, manager, { status: 'published' })).toEqual([parent.id]);
    expect(await idsOf(world, manager, { parentId: parent.id })).toEqual([comment.id]);
    expect(await idsOf(world, manager, { authorId: admin.userId ?? '' })).toEqual([page.id]);
    expect(await idsOf(world, manager, { locale: 'de' })).toEqual([page.id]);
    const all = { kind: 'comment', status: 'draft', parentId: parent.id, locale: 'en' } as const;
    expect(await idsOf(world, manager, all)).toEqual([comment.id]);
    expect(await idsOf(world, manager, { ...all, locale: 'fr' })).toEqual([]);
  });

  it('shows summaries: everything but the bodies', async () => {
    await using world = await openContentWorld();
    const { bodies: _, ...summary } = await world.nodes.create(
      manager,
      nodeLike({ metadata: { a: 1 }, bodies: [{ locale: 'en', body: 'x' }] }),
    );
    expect((await world.nodes.list(manager)).items).toEqual([summary]);
  });

  it('shows, and counts, what is unpublished only to who may update it', async () => {
    await using world = await openContentWorld();
    const published = await world.nodes.create(manager, nodeLike({ status: 'published' }));
    const draft = await world.nodes.create(manager, nodeLike());
    const own = await world.nodes.create(customer, nodeLike({ kind: 'comment' }));
    const nobodys = await world.nodes.create(manager, nodeLike({ kind: 'comment', authorId: null }));
    expect(await world.nodes.list(customer)).toMatchObject({ total: 2, items: [{ id: published.id }, { id: own.id }] });
    expect(await idsOf(world, otherCustomer)).toEqual([published.id]);
    expect(await idsOf(world, { ...customer, userId: null })).toEqual([published.id]);
    expect(await idsOf(world, system)).toEqual([published.id, draft.id, own.id, nobodys.id]);
  });

  it('never shows a node of another tenant, or a deleted one', async () => {
    await using world = await openContentWorld();
    const node = await world.nodes.create(manager, nodeLike({ status: 'published' }));
    expect(await world.nodes.list(stranger)).toMatchObject({ total: 0, items: [] });
    await world.nodes.delete(manager, node.id, { expectedVersion: 1 });
    expect(await world.nodes.list(manager)).toMatchObject({ total: 0, items: [] });
  });

  it('is denied to a caller who may list nothing', async () => {
    await using world = await openContentWorld();
    const nobody = { ...customer, role: null };
    await expect(world.nodes.list(nobody)).rejects.toThrow(/posts:list/);
    await expect(world.nodes.list(nobody, { kind: 'page' })).rejects.toThrow(/pages:list/);
  });

  it('refuses what it does not know, with every field', async () => {
    await using world = await openContentWorld();
    const query = {
      kind: 'x',
      status: 'y',
      parentId: 'z',
      authorId: 1,
      locale: 'EN',
      page: 0,
      pageSize: 101,
      sort: 'id',
    };
    await expect(world.nodes.list(manager, query as never)).rejects.toMatchObject({
      fields: Object.keys(query).map((path) => ({ path })),
    });
  });
});
