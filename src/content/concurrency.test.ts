import { describe, expect, it } from 'vitest';
import { isRustokError } from '../errors/index.ts';
import { type ContentWorld, customer, manager, openContentWorld } from './testing/content-world.ts';
import { untilBlocked } from './testing/wait-until.ts';

const ROUNDS = 25;
let slugs = 0;
const en = (slug = `c-${(slugs += 1)}`) => [{ locale: 'en', slug }];

async function newNode(world: ContentWorld, parentId?: string) {
  return world.nodes.create(manager, { kind: 'page', parentId: parentId ?? null, translations: en() });
}

/** The codes of what was refused. */
function refusals(outcomes: PromiseSettledResult<unknown>[]): string[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled'
      ? []
      : [isRustokError(outcome.reason) ? outcome.reason.code : String(outcome.reason)],
  );
}

/** Holds every such write back until the transaction that is returned ends. */
async function holdWrites({ sql, database: { sequelize } }: ContentWorld, write: string) {
  await sql(`CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NEW; END'`);
  await sql(`CREATE TRIGGER hold BEFORE ${write} FOR EACH ROW EXECUTE FUNCTION hold()`);
  const gate = await sequelize.transaction();
  await sequelize.query('SELECT pg_advisory_xact_lock(7)', { transaction: gate });
  return gate;
}

const liveUnderDeleted = `SELECT child.id FROM nodes child JOIN nodes parent ON parent.id = child.parent_id
  WHERE child.deleted_at IS NULL AND parent.deleted_at IS NOT NULL`;

it.each(['update', 'publish', 'delete', 'restore'] as const)(
  'who may not %s a node asks for no lock on it',
  async (operation) => {
    await using world = await openContentWorld();
    const { id } = await newNode(world);
    const writer = await world.database.sequelize.transaction();
    await world.database.sequelize.query('SELECT FROM nodes FOR UPDATE', { transaction: writer });
    const options = { expectedVersion: 1, deadlineMs: 1000 };
    const refused =
      operation === 'update'
        ? world.nodes.update(customer, id, { position: 1 }, options)
        : world.nodes[operation](customer, id, options);
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await writer.rollback();
  },
);

describe('a parent and its children', () => {
  it('a child whose creation began before the deletion of its parent holds the deletion back', async () => {
    await using world = await openContentWorld();
    const parent = await newNode(world);
    const gate = await holdWrites(world, 'INSERT ON node_translations');
    const creation = newNode(world, parent.id);
    await untilBlocked(world, 1);
    const deletion = world.nodes.delete(manager, parent.id, { expectedVersion: 1 });
    const outcomes = Promise.allSettled([creation, deletion]);
    await untilBlocked(world, 2);
    await gate.commit();

    expect(refusals(await outcomes)).toEqual(['HAS_CHILDREN']);
    expect(await world.sql(liveUnderDeleted)).toEqual([]);
  });

  it('a deletion that came first lets no child follow', async () => {
    await using world = await openContentWorld();
    const parent = await newNode(world);
    const gate = await holdWrites(world, 'UPDATE ON nodes');
    const deletion = world.nodes.delete(manager, parent.id, { expectedVersion: 1 });
    await untilBlocked(world, 1);
    const creation = newNode(world, parent.id);
    const outcomes = Promise.allSettled([deletion, creation]);
    await untilBlocked(world, 2);
    await gate.commit();
    expect(refusals(await outcomes)).toEqual(['VALIDATION_FAILED']);
    expect(await world.sql(liveUnderDeleted)).toEqual([]);
  });

  it('never leave a live child under a deleted parent, however creation, restoration and deletion meet', async () => {
    await using world = await openContentWorld({ pool: 6 });
    for (let round = 0; round < ROUNDS; round += 1) {
      const parent = await newNode(world);
      const child = await newNode(world, parent.id);
      await world.nodes.delete(manager, child.id, { expectedVersion: 1 });
      const outcomes = await Promise.allSettled([
        newNode(world, parent.id),
        world.nodes.delete(manager, parent.id, { expectedVersion: 1 }),
        world.nodes.restore(manager, child.id, { expectedVersion: 2 }),
      ]);
      for (const code of refusals(outcomes)) {
        expect(['HAS_CHILDREN', 'PARENT_DELETED', 'VALIDATION_FAILED']).toContain(code);
      }
      expect(await world.sql(liveUnderDeleted)).toEqual([]);
    }
  });

  it('are created under one parent side by side, and beside its update', async () => {
    await using world = await openContentWorld();
    const parent = await newNode(world);
    const gate = await world.database.sequelize.transaction();
    await world.database.sequelize.query('SELECT FROM nodes FOR NO KEY UPDATE', { transaction: gate });
    await expect(Promise.all([newNode(world, parent.id), newNode(world, parent.id)])).resolves.toHaveLength(2);
    await gate.rollback();
  });
});

describe('one version', () => {
  it('is followed by exactly one of ten updates at once', async () => {
    await using world = await openContentWorld({ pool: 6 });
    const node = await newNode(world);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, position) =>
        world.nodes.update(manager, node.id, { position: position + 1 }, { expectedVersion: 1 }),
      ),
    );
    expect(refusals(outcomes)).toEqual(Array.from({ length: 9 }, () => 'CONCURRENT_MODIFICATION'));
    expect(await world.newEvents()).toEqual(['NodeCreated', 'NodeUpdated']);
    expect(await world.nodes.get(manager, node.id)).toMatchObject({ version: 2 });
  });

  it('is followed by one of an update, a publication and a deletion at once', async () => {
    await using world = await openContentWorld();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = await newNode(world);
      const outcomes = await Promise.allSettled([
        world.nodes.update(manager, id, { translations: { de: { slug: `d-${id}` } } }, { expectedVersion: 1 }),
        world.nodes.publish(manager, id, { expectedVersion: 1 }),
        world.nodes.delete(manager, id, { expectedVersion: 1 }),
      ]);
      const refused = refusals(outcomes);
      expect(refused).toHaveLength(2);
      for (const code of refused) expect(['CONCURRENT_MODIFICATION', 'NOT_FOUND']).toContain(code);
    }
    const wrongLive = await world.sql(`SELECT t.id FROM node_translations t JOIN nodes n ON n.id = t.node_id
      WHERE t.live <> (n.deleted_at IS NULL)`);
    expect(wrongLive).toEqual([]);
  });
});

describe('slugs', () => {
  it('of two nodes that swap them at once end in conflicts of this package, never in two equal slugs', async () => {
    await using world = await openContentWorld();
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, two] = [`one-${round}`, `two-${round}`];
      const [a, b] = await Promise.all(
        [one, two].map((slug) => world.nodes.create(manager, { kind: 'page', translations: en(slug) })),
      );
      const outcomes = await Promise.allSettled([
        world.nodes.update(manager, a?.id ?? '', { translations: { en: { slug: two } } }, { expectedVersion: 1 }),
        world.nodes.update(manager, b?.id ?? '', { translations: { en: { slug: one } } }, { expectedVersion: 1 }),
      ]);
      expect(refusals(outcomes).length).toBeGreaterThan(0);
      for (const code of refusals(outcomes)) expect(['DUPLICATE_SLUG', 'CONCURRENT_MODIFICATION']).toContain(code);
    }
  });

  it('in several locales are taken in one order, so that two creations never wait for each other crosswise', async () => {
    await using world = await openContentWorld();
    const locales = ['de', 'en', 'es', 'fr'];
    for (let round = 0; round < ROUNDS; round += 1) {
      const translations = locales.map((locale) => ({ locale, slug: `same-${round}` }));
      const outcomes = await Promise.allSettled([
        world.nodes.create(manager, { kind: 'page', translations }),
        world.nodes.create(manager, { kind: 'page', translations: translations.toReversed() }),
      ]);
      expect(refusals(outcomes)).toEqual(['DUPLICATE_SLUG']);
    }
  });
});

describe('a deadline', () => {
  it('ends an operation that waits for a lock, and nothing of it is written afterwards', async () => {
    await using world = await openContentWorld();
    const node = await newNode(world);
    await world.newEvents();
    const gate = await world.database.sequelize.transaction();
    await world.database.sequelize.query('SELECT FROM nodes FOR UPDATE', { transaction: gate });
    await expect(
      world.nodes.update(manager, node.id, { position: 1 }, { expectedVersion: 1, deadlineMs: 200 }),
    ).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await gate.rollback();
    expect(await world.nodes.get(manager, node.id)).toEqual(node);
    expect(await world.newEvents()).toEqual([]);
  });

  it('ends a read, too', async () => {
    await using world = await openContentWorld();
    const node = await newNode(world);
    const gate = await world.database.sequelize.transaction();
    await world.database.sequelize.query('LOCK TABLE bodies, node_translations IN ACCESS EXCLUSIVE MODE', {
      transaction: gate,
    });
    const options = { deadlineMs: 200 };
    await expect(world.nodes.get(manager, node.id, options)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await expect(world.nodes.list(manager, {}, options)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await gate.rollback();
    await expect(world.nodes.get(manager, node.id)).resolves.toEqual(node);
  });
});
