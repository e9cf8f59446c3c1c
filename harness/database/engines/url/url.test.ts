import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { query } from '../../testing/query.ts';
import { sharedServer } from '../../shared-server.ts';
import type { TestDatabase } from '../../test-database.ts';
import { startEngine } from '../start-engine.ts';
import { allowVariable, testDatabaseMark } from './permissions.ts';
import { databaseUrlVariable } from './server-url.ts';
import { urlEngine } from './url.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await (await sharedServer()).createDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** The same server by another database, user or host. */
function changed(part: Partial<Record<'pathname' | 'username' | 'hostname' | 'password', string>>): string {
  return String(Object.assign(new URL(database.tcpAdminUrl), part));
}

describe('the engine url', () => {
  it('gives databases of a server that is there already, and leaves it running', async () => {
    const server = await urlEngine.start({ url: database.tcpAdminUrl });
    expect(server).toMatchObject({ engine: 'url', chosen: 'url: asked for by its name' });
    expect(server.address.application.name).toMatch(/^rustok_app_[0-9a-f]{12}$/);
    const created = await server.createDatabase();
    expect(await query(created.url, 'SELECT current_user AS me, current_database() AS here')).toEqual([
      { me: server.address.application.name, here: created.name },
    ]);
    await created[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    expect(
      await query(database.url, 'SELECT count(*)::int AS n FROM pg_database WHERE datname = $1', [created.name]),
    ).toEqual([{ n: 0 }]);
  });

  it('reaches a server by its socket as well', async () => {
    await using server = await urlEngine.start({ url: database.adminUrl });
    await using created = await server.createDatabase();
    expect(await query(created.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('gives processes that never met the same role', async () => {
    const [one, other] = await Promise.all([
      urlEngine.start({ url: database.tcpAdminUrl }),
      urlEngine.start({ url: database.adminUrl }),
    ]);
    expect(one.address.application).toEqual(other.address.application);
    expect(await query(database.url, 'SELECT 1 AS one'), 'the role of the server itself').toEqual([{ one: 1 }]);
    await Promise.all([one[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
  });

  it('works for a role that is no superuser, and claims less', async () => {
    await query(database.adminUrl, `CREATE ROLE ${database.name} LOGIN CREATEDB PASSWORD 'p'`);
    await using server = await urlEngine.start({ url: changed({ username: database.name, password: 'p' }) });
    expect(['own-roles', 'exact-counting'].filter((name) => server.capabilities.has(name as never))).toEqual([]);
    await using created = await server.createDatabase();
    expect(await query(created.url, 'SELECT current_user AS me')).toEqual([{ me: database.name }]);
  });

  it('refuses a role that may not create databases, with the statement that mends it', async () => {
    const role = `${database.name}_poor`;
    await query(database.adminUrl, `CREATE ROLE ${role} LOGIN PASSWORD 'p'`);
    await expect(urlEngine.start({ url: changed({ username: role, password: 'p' }) })).rejects.toMatchObject({
      code: 'ROLE_CANNOT_CREATE_DATABASES',
      message: expect.stringContaining(`ALTER ROLE "${role}" CREATEDB`) as string,
    });
  });
});

describe('what the engine url refuses', () => {
  it('a host that is not this machine, before anything is sent to it', async () => {
    const url = changed({ hostname: 'db.example.invalid' });
    await expect(urlEngine.start({ url })).rejects.toMatchObject({
      code: 'DATABASE_NOT_FOR_TESTS',
      message: expect.stringContaining(`${allowVariable}=remote-host`) as string,
    });
    await expect(urlEngine.start({ url, allow: ['remote-host'] })).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
    });
  });

  it('a database that is not marked, until its name, a comment or the caller says that it is for tests', async () => {
    const url = changed({ pathname: '/postgres' });
    await expect(urlEngine.start({ url })).rejects.toMatchObject({
      code: 'DATABASE_NOT_FOR_TESTS',
      message: expect.stringContaining(testDatabaseMark) as string,
    });
    await using server = await urlEngine.start({ url, allow: ['unmarked-database'] });
    const plain = `plain${database.name.replaceAll(/[^0-9a-f]/g, '')}`;
    await query(database.adminUrl, `CREATE DATABASE ${plain}`);
    await query(database.adminUrl, `COMMENT ON DATABASE ${plain} IS '${testDatabaseMark}'`);
    const marked = await urlEngine.start({ url: changed({ pathname: `/${plain}` }) });
    await marked[Symbol.asyncDispose]();
    await query(database.adminUrl, `DROP DATABASE ${plain}`);
    expect(server.engine).toBe('url');
  });

  it('a permission that there is not', async () => {
    vi.stubEnv(allowVariable, 'everything');
    await expect(urlEngine.start({ url: database.tcpAdminUrl })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
    });
    vi.unstubAllEnvs();
  });

  it('a text that is no URL, without quoting it', async () => {
    const refused = urlEngine.start({ url: 'secret@host' });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
    await expect(refused).rejects.not.toThrow('secret');
  });

  it('settings, which a running server does not take', async () => {
    const started = urlEngine.start({ url: database.tcpAdminUrl, settings: { fsync: 'off' } });
    await expect(started).rejects.toMatchObject({ code: 'ENGINE_TAKES_NO_SETTINGS' });
  });

  it('a server that has no connection left, by a code of its own', async () => {
    await query(database.adminUrl, `CREATE ROLE ${database.name}_one LOGIN CREATEDB CONNECTION LIMIT 0 PASSWORD 'p'`);
    const started = urlEngine.start({ url: changed({ username: `${database.name}_one`, password: 'p' }) });
    await expect(started).rejects.toMatchObject({ code: 'CONNECTION_LIMIT_REACHED' });
  });
});

describe('auto', () => {
  it('takes the server of the environment first, and says so', async () => {
    vi.stubEnv(databaseUrlVariable, database.tcpAdminUrl);
    await using server = await startEngine();
    vi.unstubAllEnvs();
    expect(server).toMatchObject({ engine: 'url', chosen: `url: ${databaseUrlVariable} names a server` });
  });

  it('never falls back from a server that was asked for and is refused', async () => {
    vi.stubEnv(databaseUrlVariable, changed({ pathname: '/postgres' }));
    await expect(startEngine()).rejects.toMatchObject({ code: 'DATABASE_NOT_FOR_TESTS' });
    vi.unstubAllEnvs();
  });
});
