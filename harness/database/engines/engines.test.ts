import { describe, expect, it } from 'vitest';
import { query } from '../testing/query.ts';
import { DependencyError } from '../../../src/errors/index.ts';
import type { Engine, EngineName } from '../engine.ts';
import { engines, startEngine } from './start-engine.ts';

const local = engines.filter(({ name }) => name === 'embedded' || name === 'system');
const outcomes = await Promise.all(local.map(async (engine) => ({ engine, available: await engine.available() })));

describe.each(outcomes)('the engine $engine.name', ({ engine, available }) => {
  it.skipIf(available !== true)('starts a server that gives databases and ends at dispose', async () => {
    const server = await engine.start();
    await using database = await server.createDatabase();
    const [row] = await query(database.url, "SELECT current_setting('server_version') AS version");
    expect(String(row?.['version'])).toContain(server.version);
    await server[Symbol.asyncDispose]();
    await expect(query(database.tcpUrl, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.skipIf(available !== true)('tells why a server did not start, by the last lines of its log', async () => {
    await expect(engine.start({ settings: { shared_buffers: 'plenty' } })).rejects.toMatchObject({
      code: 'SERVER_START_FAILED',
      message: expect.stringContaining('invalid value for parameter "shared_buffers": "plenty"') as string,
    });
  });

  it('refuses impossible options, all at once', async () => {
    const options = { settings: { work_mem: 64 }, storage: 'tape', deadlineMs: 0 } as never;
    await expect(engine.start(options)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'settings.work_mem' }, { path: 'storage' }, { path: 'deadlineMs' }],
    });
  });

  it.skipIf(available !== true)('takes settings over its own', async () => {
    await using server = await engine.start({ settings: { wal_level: 'logical', max_wal_senders: '4' } });
    expect(await query(server.adminUrl, 'SHOW wal_level')).toEqual([{ wal_level: 'logical' }]);
  });
});

/** An engine whose programs are missing. */
function missing(name: EngineName): Engine {
  const reason = `${name} is not there`;
  return {
    name,
    title: 'missing',
    capabilities: new Set(),
    available: async () => reason,
    start: () => Promise.reject(new DependencyError(reason, { code: 'ENGINE_UNAVAILABLE' })),
  };
}

describe('startEngine', () => {
  it('takes the next engine when the first one is not there', async () => {
    const last = outcomes.find(({ available }) => available === true)?.engine;
    if (last === undefined) throw new Error('This machine has no engine at all.');
    await using server = await startEngine({}, [missing('embedded'), last]);
    expect(server.engine).toBe(last.name);
    expect(server.chosen).toBe(`${last.name}: the first that can run here (${last.title}). embedded is not there`);
  });

  it('gives the reason of every engine when none is there', async () => {
    await expect(startEngine({}, [missing('embedded'), missing('system')])).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(/embedded is not there.*system is not there/) as string,
    });
  });

  it('refuses an engine that it does not know, and names those it knows', async () => {
    await expect(startEngine({ engine: 'oracle' as EngineName })).rejects.toMatchObject({
      code: 'ENGINE_UNKNOWN',
      message: expect.stringContaining('auto, url, embedded, system') as string,
    });
  });
});
