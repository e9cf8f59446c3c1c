import knex from 'knex';
import { text } from 'node:stream/consumers';
import { DataTypes, Sequelize } from 'sequelize';
import { DataSource, EntitySchema } from 'typeorm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { queriesDuring } from '../../counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../database/index.ts';
import { startProxy } from '../start-proxy.ts';

async function sequelize(url: string): Promise<unknown> {
  const connection = new Sequelize(url, { logging: false, pool: { max: 4 } });
  try {
    const Thing = connection.define('thing', { name: { type: DataTypes.STRING, unique: true } }, { timestamps: false });
    await connection.sync({ force: true });
    await Thing.bulkCreate([{ name: 'one' }, { name: 'two' }]);
    const taken = await Thing.create({ name: 'one' }).catch((error: Error) => error.name);
    const rolledBack = await connection
      .transaction(async (transaction) => {
        await Thing.create({ name: 'three' }, { transaction });
        throw new Error('changed my mind');
      })
      .catch((error: Error) => error.message);
    await connection.transaction((transaction) =>
      Thing.update({ name: 'deux' }, { where: { name: 'two' }, transaction }),
    );
    return [taken, rolledBack, (await Thing.findAll({ order: ['id'] })).map((one) => one.get('name'))];
  } finally {
    await connection.close();
  }
}

async function knexLayer(url: string): Promise<unknown> {
  const database = knex({ client: 'pg', connection: url, pool: { min: 0, max: 4 } });
  try {
    await database.schema.dropTableIfExists('things').createTable('things', (table) => {
      table.increments('id');
      table.string('name').unique();
    });
    const inserted = await database('things')
      .insert([{ name: 'one' }, { name: 'two' }])
      .returning(['id', 'name']);
    const taken = await database('things')
      .insert({ name: 'one' })
      .catch((error: { code?: string }) => error.code);
    const rolledBack = await database
      .transaction(async (transaction) => {
        await transaction('things').insert({ name: 'three' });
        throw new Error('changed my mind');
      })
      .catch((error: Error) => error.message);
    const stream = database('things').select('name').orderBy('id').stream();
    const streamed = await text(
      (async function* () {
        for await (const row of stream) yield JSON.stringify(row);
      })(),
    );
    return [inserted, taken, rolledBack, streamed];
  } finally {
    await database.destroy();
  }
}

const Thing = new EntitySchema<{ id: number; name: string }>({
  name: 'things',
  columns: { id: { type: Number, primary: true, generated: true }, name: { type: String, unique: true } },
});

async function typeOrm(url: string): Promise<unknown> {
  const source = await new DataSource({
    type: 'postgres',
    url,
    entities: [Thing],
    synchronize: true,
  }).initialize();
  try {
    await source.query('TRUNCATE things RESTART IDENTITY');
    const things = source.getRepository(Thing);
    await things.save([{ name: 'one' }, { name: 'two' }]);
    const taken = await things
      .insert({ name: 'one' })
      .catch((error: { driverError?: { code?: string } }) => error.driverError?.code);
    const rolledBack = await source
      .transaction(async (manager) => {
        await manager.insert(Thing, { name: 'three' });
        throw new Error('changed my mind');
      })
      .catch((error: Error) => error.message);
    return [taken, rolledBack, await things.find({ order: { id: 'ASC' } })];
  } finally {
    await source.destroy();
  }
}

describe('query layers that do not notice the proxy', () => {
  let database: TestDatabase;
  const opened: TestDatabase[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    opened.push(database);
  });
  afterAll(async () => {
    for (const one of opened) await one[Symbol.asyncDispose]();
  });

  it.each([
    ['Sequelize', sequelize],
    ['Knex', knexLayer],
    ['TypeORM', typeOrm],
  ])(
    '%s: the same answers direct and through the proxy, and the wire counts what the server counts',
    async (_name, converse) => {
      await using proxy = await startProxy({ upstream: database.tcpUrl });
      const direct = await converse(database.tcpUrl);
      let proxied: unknown;
      const count = await queriesDuring(async () => (proxied = await converse(proxy.urlFor(database.tcpUrl))), {
        pattern: /\bthings\b/i,
        adminUrl: database.adminUrl,
        proxy,
      });
      expect(proxied).toEqual(direct);
      expect(count).toMatchObject({ verdict: 'counted', reasons: [], grade: 'exact' });
      expect(count.count).toBeGreaterThan(3);
      expect(count.failed).toBeGreaterThan(0);
    },
  );
});
