import { DataTypes, Op, Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../create-test-database.ts';
import { query } from '../testing/query.ts';
import { functionMigrations, syncMigrations, umzugMigrations } from './index.ts';
import { files } from './testing/files.ts';

const tables = `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`;
const connect = (url: string) => new Sequelize(url, { logging: false });

describe('functionMigrations', () => {
  it('migrate by the function, with the hash that is given', async () => {
    const run = (url: string) => query(url, 'CREATE TABLE one ()');
    const migrations = functionMigrations(async () => 'function 1', run);
    await using database = await createTestDatabase({ migrations });
    expect(await query(database.url, tables)).toEqual([{ name: 'one' }]);
    expect([await migrations.hash(), functionMigrations('2', run).hash()]).toEqual(['function 1', '2']);
  });
});

/** An Umzug over the files of a folder, as a project has it. */
function umzugOf(folder: string) {
  return umzugMigrations((url) => {
    const sequelize = connect(url);
    const umzug = new Umzug({
      migrations: { glob: ['*.cjs', { cwd: folder }] },
      context: () => sequelize.getQueryInterface(),
      storage: new SequelizeStorage({ sequelize }),
      logger: undefined,
    });
    return { umzug, close: () => sequelize.close() };
  });
}

const createOne = `exports.up = ({ context }) => context.createTable('one', { id: 'int' });`;

describe('umzugMigrations', () => {
  it('migrate by Umzug, and close what was opened', async () => {
    using folder = files({ '1.cjs': createOne });
    await using database = await createTestDatabase({ migrations: umzugOf(folder.path) });
    expect(await query(database.url, tables)).toEqual([{ name: 'SequelizeMeta' }, { name: 'one' }]);
  });

  it('have another hash when a file changes, comes or is renamed', async () => {
    using folder = files({ '1.cjs': createOne });
    using renamed = files({ '2.cjs': createOne });
    const migrations = umzugOf(folder.path);
    const before = await migrations.hash();
    expect(await migrations.hash()).toBe(before);
    expect(await umzugOf(renamed.path).hash()).not.toBe(before);
    folder.write('1.cjs', createOne.replace('int', 'bigint'));
    const changed = await migrations.hash();
    folder.write('2.cjs', '');
    expect(new Set([before, changed, await migrations.hash()]).size).toBe(3);
  });

  it('have another hash when the text of a function changes, where there are no files', async () => {
    const of = (up: () => Promise<void>) =>
      umzugMigrations(() => ({ umzug: new Umzug({ migrations: [{ name: '1', up }], logger: undefined }) }));
    const one = await of(async () => void 1).hash();
    expect([await of(async () => void 1).hash(), (await of(async () => void 2).hash()) === one]).toEqual([one, false]);
  });

  it('name file, line and SQLSTATE of what failed', async () => {
    using folder = files({
      '1.cjs': `exports.up = async ({ context }) => {\n  await context.sequelize.query('SELECT 1 / 0');\n};`,
    });
    await using database = await createTestDatabase();
    await expect(umzugOf(folder.path).run(database.url)).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: `The migration failed at ${folder.at('1.cjs')}:2: division by zero, SQLSTATE 22012`,
    });
  });

  it('are refused when Umzug counts them as executed while the database is empty', async () => {
    await using database = await createTestDatabase();
    const executed: string[] = ['1'];
    const storage = {
      logMigration: async ({ name }: { name: string }) => void executed.push(name),
      unlogMigration: async () => undefined,
      executed: async () => executed,
    };
    const up = () => query(database.url, 'CREATE TABLE two ()');
    const elsewhere = umzugMigrations(() => ({
      umzug: new Umzug({ migrations: ['1', '2'].map((name) => ({ name, up })), storage, logger: undefined }),
    }));
    await expect(elsewhere.run(database.url)).rejects.toMatchObject({
      code: 'MIGRATIONS_ALREADY_EXECUTED',
      message: expect.stringMatching(/counts 1 as executed.*SequelizeStorage/) as string,
    });
    expect(await query(database.url, tables)).toEqual([]);
  });

  it('run again on a database that has had some of them', async () => {
    using folder = files({ '1.cjs': createOne });
    await using database = await createTestDatabase({ migrations: umzugOf(folder.path) });
    folder.write('2.cjs', createOne.replace('one', 'two'));
    await umzugOf(folder.path).run(database.url);
    expect(await query(database.url, tables)).toEqual(['SequelizeMeta', 'one', 'two'].map((name) => ({ name })));
  });

  it('are refused when there are none', async () => {
    using folder = files({});
    await expect(umzugOf(folder.path).hash()).rejects.toMatchObject({ code: 'MIGRATIONS_EMPTY' });
    await expect(umzugOf(folder.path).run('postgres://nowhere')).rejects.toMatchObject({ code: 'MIGRATIONS_EMPTY' });
  });
});

type Attributes = Parameters<Sequelize['define']>[1];
type Options = Parameters<Sequelize['define']>[2];

const modelsOf = (attributes: Attributes, options?: Options) =>
  syncMigrations((url) => {
    const sequelize = connect(url);
    sequelize.define('Thing', attributes, options);
    return sequelize;
  });

describe('syncMigrations', () => {
  it('create the tables of the models', async () => {
    await using database = await createTestDatabase({ migrations: modelsOf({ name: DataTypes.STRING(20) }) });
    expect(await query(database.url, tables)).toEqual([{ name: 'Things' }]);
  });

  it('have the same hash for the same models, and another one for each change of them', async () => {
    const name = { type: DataTypes.STRING(20) };
    expect(await modelsOf({ name }).hash()).toBe(await modelsOf({ name: { ...name } }).hash());
    const hashes = await Promise.all([
      modelsOf({ name }).hash(),
      modelsOf({ title: name }).hash(),
      modelsOf({ name: { type: DataTypes.STRING(21) } }).hash(),
      modelsOf({ name: { ...name, allowNull: false } }).hash(),
      modelsOf({ name: { ...name, defaultValue: 'x' } }).hash(),
      modelsOf({ name: { ...name, defaultValue: Sequelize.literal('now()') } }).hash(),
      modelsOf({ name: { type: DataTypes.ENUM('a', 'b') } }).hash(),
      modelsOf({ name: { type: DataTypes.ENUM('a', 'c') } }).hash(),
      modelsOf({ name: { type: DataTypes.ARRAY(DataTypes.ENUM('a', 'b')) } }).hash(),
      modelsOf({ name: { type: DataTypes.ARRAY(DataTypes.ENUM('a', 'c')) } }).hash(),
      modelsOf({ name }, { tableName: 'other' }).hash(),
      modelsOf({ name }, { schema: 'other' }).hash(),
      modelsOf({ name }, { timestamps: false }).hash(),
      modelsOf({ name }, { indexes: [{ fields: ['name'] }] }).hash(),
      modelsOf({ name }, { indexes: [{ fields: ['name'], where: { name: { [Op.gt]: 'a' } } }] }).hash(),
      modelsOf({ name }, { indexes: [{ fields: ['name'], where: { name: { [Op.lt]: 'a' } } }] }).hash(),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('say which statement failed, with its SQLSTATE', async () => {
    await using database = await createTestDatabase();
    const error: unknown = await modelsOf({ name: { type: 'no_such_type' } })
      .run(database.url)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', sqlState: '42704' });
    expect(String(error)).toContain('CREATE TABLE IF NOT EXISTS "Things"');
  });

  it('are refused when no model is defined', async () => {
    await expect(syncMigrations(connect).hash()).rejects.toMatchObject({ code: 'MIGRATIONS_EMPTY' });
  });
});
