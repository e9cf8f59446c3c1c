import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { startProxyProcess } from './start-proxy-process.ts';
import type { ObservedProxy } from './wire-proxy.ts';

describe('startProxyProcess', () => {
  let database: TestDatabase;
  let proxy: ObservedProxy;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startProxyProcess({ upstream: database.tcpUrl, adminUrl: database.adminUrl });
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(() => proxy.reset());

  it('tells over the process boundary what passed', async () => {
    await using session = await connect(proxy.urlFor(database.tcpUrl));
    await session.client.query('SELECT $1::int AS n', [7]);
    expect(await proxy.readStatements()).toMatchObject([
      { text: 'SELECT $1::int AS n', parameters: ['7'], commandTag: 'SELECT 1' },
    ]);
    expect(await proxy.readConnections()).toMatchObject([{ transactionStatus: 'idle', isOpen: true }]);
  });

  it('places faults by a regular expression and witnesses them', async () => {
    await using session = await connect(proxy.urlFor(database.tcpUrl));
    const armed = await proxy.inject({
      fault: { kind: 'error-before', sqlState: '40P01' },
      at: { matching: /select 2/i },
    });
    await session.client.query('SELECT 1');
    await expect(session.client.query('SELECT 2')).rejects.toMatchObject({ code: '40P01' });
    expect(await armed.readFirings()).toMatchObject([
      { fault: { kind: 'error-before' }, statement: { text: 'SELECT 2' } },
    ]);
    await expect(proxy.inject({ fault: { kind: 'freeze' }, at: { matching: () => true } })).rejects.toThrow(
      /at\.matching: must be a regular expression: a function cannot cross to the proxy process/,
    );
  });

  it('answers while its client blocks the event loop', async () => {
    // A synchronous child blocks this process; only a proxy elsewhere can serve it.
    const script = `const { Client } = require('pg'); (async () => { const c = new Client({ connectionString: process.argv[1] });
      await c.connect(); console.log((await c.query('SELECT 42 AS n')).rows[0].n); await c.end(); })()`;
    const { execFileSync } = await import('node:child_process');
    const output = execFileSync(process.execPath, ['-e', script, proxy.urlFor(database.tcpUrl)], { timeout: 20_000 });
    expect(output.toString().trim()).toBe('42');
  });

  it('says why it could not start', async () => {
    await expect(
      startProxyProcess({ upstream: database.tcpUrl, listen: { socketDirectory: '/nowhere/at/all' } }),
    ).rejects.toMatchObject({ code: 'PROXY_CANNOT_LISTEN' });
  });

  it('keeps no process alive and ends with the one that started it', async () => {
    const script = `import { startProxyProcess } from ${JSON.stringify(new URL('./start-proxy-process.ts', import.meta.url).href)};
      const proxy = await startProxyProcess({ upstream: 'postgres://127.0.0.1:1/x' }); console.log(proxy.endpoint.port);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 20_000,
    });
    const port = Number(stdout);
    expect(port).toBeGreaterThan(0);
    await expect
      .poll(() =>
        connect(`postgres://127.0.0.1:${port}/x`).then(
          () => 'open',
          (error: { code?: string }) => error.code,
        ),
      )
      .toBe('ECONNREFUSED');
  });
});

async function connect(url: string) {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}
