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
} from './testing/content-world.ts';
import type { UpdateNodeInput } from './update-input.ts';

const post: CreateNodeInput = {
  kind: 'post',
  metadata: { a: 1, b: { c: 2 } },
  translations: [
    { locale: 'en', title: 'Hello', slug: 'hello' },
    { locale: 'de', title: 'Hallo', slug: 'hallo' },
  ],
  bodies: [{ locale: 'en', body: 'text' }],
};
const v1 = { expectedVersion: 1 };

async function written(world: ContentWorld) {
  const node = await world.nodes.create(manager, post);
  await world.newEvents();
  return node;
}

describe('update', () => {
  it('changes what is given, keeps the rest, and adds one to the version', async () => {
    await using world = await openContentWorld();
    const node = await written(world);
    const updated = await world.nodes.update(manager, node.id, { position: 7, metadata: { d: 1 } }, v1);
    expect(updated).toEqual({
      ...node,
      position: 7,
      metadata: { d: 1 },
      version: 2,
      updatedAt: expect.not.stringMatching(node.updatedAt),
    });
    expect(await world.nodes.get(manager, node.id)).toEqual(updated);
    expect(await world.newEvents()).toEqual(['NodeUpdated']);
  });

  it('merges translations and bodies by locale: changes, adds and, by null, removes', async () => {
    await using world = await openContentWorld();
    const node = await written(world);
    const updated = await world.nodes.update(
      manager,
      node.id,
      {
        translations: { en: { title: 'Hi' }, de: null, fr: { title: 'Bonjour à tous' } },
        bodies: { en: null, fr: { body: 'texte' }, de: {} },
      },
      v1,
    );
    expect(updated.translations).toEqual([
      { locale: 'en', title: 'Hi', slug: 'hello', excerpt: null },
      { locale: 'fr', title: 'Bonjour à tous', slug: 'bonjour-a-tous', excerpt: null },
    ]);
    expect(updated.bodies).toEqual([
      { locale: 'de', body: null, format: 'markdown', updatedAt: updated.updatedAt },
      { locale: 'fr', body: 'texte', format: 'markdown', updatedAt: updated.updatedAt },
    ]);
    expect(await world.nodes.get(manager, node.id)).toEqual(updated);
  });

  it('publishes NodeUpdated, then each changed translation, then each changed body, under one correlation id', async () => {
    await using world = await openContentWorld();
    const node = await written(world);
    const patch: UpdateNodeInput = {
      bodies: { en: { format: 'html' }, de: { body: 'x' } },
      translations: { fr: { slug: 'fr' }, en: { title: 'Hi' }, de: { title: 'Hallo' } },
    };
    await world.nodes.update(manager, node.id, patch, v1);
    const events = (await world.events()).slice(1);
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['NodeUpdated', { node_id: node.id, kind: 'post' }],
      ['NodeTranslationUpdated', { node_id: node.id, locale: 'en' }],
      ['NodeTranslationUpdated', { node_id: node.id, locale: 'fr' }],
      ['BodyUpdated', { node_id: node.id, locale: 'de' }],
      ['BodyUpdated', { node_id: node.id, locale: 'en' }],
    ]);
    expect(new Set(events.map(({ correlationId }) => correlationId)).size).toBe(1);
  });

  it.each<[string, UpdateNodeInput]>([
    ['nothing', {}],
    [
      'what is there already',
      { position: 0, metadata: { b: { c: 2 }, a: 1 }, translations: { en: { title: 'Hello' } } },
    ],
    ['a body that is there already', { bodies: { en: { body: 'text', format: 'markdown' } } }],
    ['the removal of what is not there', { translations: { fr: null }, bodies: { fr: null } }],
    ['an empty patch of a locale', { translations: { en: {} }, bodies: { en: {} } }],
  ])('writes and publishes nothing when given %s', async (_, patch) => {
    await using world = await openContentWorld();
    const node = await written(world);
    expect(await world.nodes.update(manager, node.id, patch, v1)).toEqual(node);
    expect(await world.newEvents()).toEqual([]);
    expect(await world.nodes.get(manager, node.id)).toEqual(node);
  });

  it('empties what may be empty by null inside a locale', async () => {
    await using world = await openContentWorld();
    const node = await written(world);
    const patch = { translations: { en: { title: null } }, bodies: { en: { body: null } }, authorId: null };
    expect(await world.nodes.update(manager, node.id, patch, v1)).toMatchObject({
      authorId: null,
      translations: [{ locale: 'de' }, { locale: 'en', title: null, slug: 'hello' }],
      bodies: [{ locale: 'en', body: null }],
    });
  });
});

describe('a refused update writes and publishes nothing', () => {
  it.each<[string, UpdateNodeInput, object]>([
    [
      'the last translation cannot go',
      { translations: { en: null, de: null } },
      { code: 'VALIDATION_FAILED', fields: [{ path: 'translations' }] },
    ],
    [
      'a new locale needs a slug, or a title that gives one',
      { translations: { fr: {}, ja: { title: '日本' } }, position: 3 },
      { fields: [{ path: 'translations.fr.slug' }, { path: 'translations.ja.slug' }] },
    ],
    [
      'every failing field is named',
      {
        position: -1,
        translations: { EN: {}, en: { slug: 'A', title: '' } },
        bodies: { de: { format: 'x' as 'html' } },
      },
      {
        fields: [
          { path: 'position' },
          { path: 'translations.EN' },
          { path: 'translations.en.title' },
          { path: 'translations.en.slug' },
          { path: 'bodies.de.format' },
        ],
      },
    ],
    ['kind, status and parent are no fields of it', { kind: 'page' } as never, { fields: [{ path: 'kind' }] }],
    [
      'translations and bodies are keyed by locale',
      { translations: [{ locale: 'en' }], bodies: null } as never,
      { fields: [{ path: 'translations' }, { path: 'bodies' }] },
    ],
    ['an author of another tenant', { authorId: stranger.userId }, { fields: [{ path: 'authorId' }] }],
    ['a slug that another node has', { translations: { en: { slug: 'taken' } } }, { code: 'DUPLICATE_SLUG' }],
  ])('%s', async (_, patch, error) => {
    await using world = await openContentWorld();
    await world.nodes.create(manager, { kind: 'page', translations: [{ locale: 'en', slug: 'taken' }] });
    const node = await written(world);
    const before = await world.rowCount();
    await expect(world.nodes.update(manager, node.id, patch, v1)).rejects.toMatchObject(error);
    expect(await world.rowCount()).toBe(before);
    expect(await world.nodes.get(manager, node.id)).toEqual(node);
  });

  it('__proto__ is no locale', async () => {
    await using world = await openContentWorld();
    const node = await written(world);
    const patch = JSON.parse('{"translations":{"__proto__":{"title":"x"}}}') as UpdateNodeInput;
    await expect(world.nodes.update(manager, node.id, patch, v1)).rejects.toMatchObject({
      fields: [{ path: 'translations.__proto__' }],
    });
  });

  it('names a bad id, a bad version and a bad field together', async () => {
    await using world = await openContentWorld();
    await expect(world.nodes.update(manager, 'x', { depth: 101 }, { expectedVersion: 0 })).rejects.toMatchObject({
      fields: [{ path: 'id' }, { path: 'expectedVersion' }, { path: 'depth' }],
    });
  });

  it('a version that is no longer current is a conflict, even when nothing would change', async () => {
    await using world = await openContentWorld();
    const node = await written(world);
    await world.nodes.update(manager, node.id, { position: 1 }, v1);
    await world.newEvents();
    for (const patch of [{ position: 2 }, {}]) {
      await expect(world.nodes.update(manager, node.id, patch, v1)).rejects.toMatchObject({
        code: 'CONCURRENT_MODIFICATION',
      });
    }
    expect(await world.newEvents()).toEqual([]);
  });

  it('the version is decided by the database, in the statement that writes', async () => {
    await using world = await openContentWorld();
    const node = await written(world);
    await world.sql("CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
    await world.sql('CREATE TRIGGER skip BEFORE UPDATE ON nodes FOR EACH ROW EXECUTE FUNCTION skip()');
    await expect(world.nodes.update(manager, node.id, { position: 2 }, v1)).rejects.toMatchObject({
      code: 'CONCURRENT_MODIFICATION',
    });
    expect(await world.newEvents()).toEqual([]);
  });

  it('a node that is missing, deleted or of another tenant is not found', async () => {
    await using world = await openContentWorld();
    const deleted = await written(world);
    await world.nodes.delete(manager, deleted.id, v1);
    const foreign = await world.nodes.create(stranger, post);
    const before = await world.rowCount();
    for (const id of [missingId, deleted.id, foreign.id]) {
      await expect(world.nodes.update(admin, id, { position: 1 }, v1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await world.rowCount()).toBe(before);
  });
});

describe('the own scope', () => {
  it('lets a customer change an own comment, and no other', async () => {
    await using world = await openContentWorld();
    const comment = await world.nodes.create(customer, {
      kind: 'comment',
      translations: [{ locale: 'en', slug: 'c' }],
    });
    const patch = { translations: { en: { title: 'New' } } };
    await expect(world.nodes.update(otherCustomer, comment.id, patch, v1)).rejects.toThrow(/comments:update/);
    await expect(world.nodes.update(customer, comment.id, patch, v1)).resolves.toMatchObject({ version: 2 });
  });

  it('lets nobody give an own comment to another, or to nobody', async () => {
    await using world = await openContentWorld();
    const comment = await world.nodes.create(customer, {
      kind: 'comment',
      translations: [{ locale: 'en', slug: 'c' }],
    });
    for (const authorId of [otherCustomer.userId, null]) {
      await expect(world.nodes.update(customer, comment.id, { authorId }, v1)).rejects.toThrow(/comments:update/);
    }
    expect(await world.newEvents()).toEqual(['NodeCreated']);
  });

  it('is not satisfied by a comment without an author and a caller without an id', async () => {
    await using world = await openContentWorld();
    const orphan = await world.nodes.create(manager, {
      kind: 'comment',
      authorId: null,
      translations: [{ locale: 'en', slug: 'c' }],
    });
    const nobody = { ...customer, userId: null };
    await expect(world.nodes.update(nobody, orphan.id, { position: 1 }, v1)).rejects.toThrow(/comments:update/);
    await expect(world.nodes.delete(nobody, orphan.id, v1)).rejects.toThrow(/comments:delete/);
  });
});
