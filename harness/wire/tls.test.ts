import { execFileSync } from 'node:child_process';
import { chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect as connectPlainly } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { Client, type ClientConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DatabaseServer, type TestDatabase, startEngine } from '../database/index.ts';
import { startProxy } from './start-proxy.ts';
import type { WireProxyOptions } from './wire-proxy.ts';

interface Identity {
  readonly key: string;
  readonly cert: string;
}

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasOpenssl())('TLS (skipped where openssl is not installed)', () => {
  let folder: string;
  let server: DatabaseServer;
  let database: TestDatabase;
  let upstreams: Identity;
  let strangers: Identity;
  const anybody = { rejectUnauthorized: false };

  async function makeIdentity(name: string): Promise<Identity> {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync('openssl', [...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tls-'));
    upstreams = await makeIdentity('upstream');
    strangers = await makeIdentity('stranger');
    server = await startEngine();
    database = await server.createDatabase();
    const admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { rows } = await admin.query<{ data_directory: string }>('SHOW data_directory');
    const data = rows[0]?.data_directory ?? '';
    const owner = await stat(data);
    // Under the names that it expects, in its own folder: it may be another user, whom the temporary folder is closed to.
    for (const [text, name] of [
      [upstreams.cert, 'server.crt'],
      [upstreams.key, 'server.key'],
    ] as const) {
      await writeFile(join(data, name), text, { mode: 0o600 });
      await chown(join(data, name), owner.uid, owner.gid);
    }
    await admin.query('ALTER SYSTEM SET ssl = on');
    await admin.query('SELECT pg_reload_conf()');
    await admin.end();
    await vi.waitUntil(() => isEncrypted(database.tcpUrl, anybody).catch(() => false), { timeout: 60_000 });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** What the server says of the last hop. */
  async function isEncrypted(url: string, ssl: object | false, more: ClientConfig = {}): Promise<boolean> {
    const client = new Client({ connectionString: url, ssl, ...more });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    await client.end();
    return rows[0]?.ssl ?? false;
  }

  async function through(
    options: Omit<WireProxyOptions, 'upstream'>,
    ssl: object | false,
    more: ClientConfig = {},
  ): Promise<boolean> {
    await using proxy = await startProxy({ upstream: database.tcpUrl, ...options });
    return await isEncrypted(proxy.urlFor(database.tcpUrl), ssl, more);
  }

  it('refuses encryption politely when it has no certificate, and the client may go on in plain', async () => {
    await expect(through({}, anybody)).rejects.toThrow(/does not support SSL/);
    expect(await through({}, false)).toBe(false);
  });

  it('speaks TLS with the client and plain with the server', async () => {
    expect(await through({ tls: upstreams }, { ca: upstreams.cert, servername: 'localhost' })).toBe(false);
  });

  it('speaks TLS with a client that does not ask for it first', async () => {
    const trusting = { ca: upstreams.cert, servername: 'localhost' };
    expect(await through({ tls: upstreams, upstreamTls: anybody }, trusting, { sslnegotiation: 'direct' })).toBe(true);
  });

  it('ends a direct handshake that does not name the protocol', async () => {
    await using proxy = await startProxy({ upstream: database.tcpUrl, tls: upstreams });
    const heard = await new Promise<string>((resolve) => {
      const socket = connect({ port: proxy.endpoint.port, host: '127.0.0.1', ...anybody });
      socket.on('error', (error) => resolve(error.message));
      socket.on('close', () => resolve('closed'));
      socket.resume();
    });
    expect(heard).toBe('closed');
    expect(proxy.connections).toEqual([]);
  });

  it('has no use for direct TLS without a certificate', async () => {
    await expect(through({}, anybody, { sslnegotiation: 'direct' })).rejects.toThrow();
    await using proxy = await startProxy({ upstream: database.tcpUrl });
    const heard = await new Promise<string>((resolve) => {
      const socket = connectPlainly(proxy.endpoint.port, '127.0.0.1');
      let told = '';
      socket.on('data', (bytes: Buffer) => (told += bytes.toString('latin1')));
      socket.on('close', () => resolve(told));
      socket.write(Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]));
    });
    expect(heard).toMatch(/C0A000.*direct TLS needs a certificate and its key/s);
  });

  it('speaks plain with the client and TLS with the server', async () => {
    expect(await through({ upstreamTls: { ca: upstreams.cert, servername: 'localhost' } }, false)).toBe(true);
  });

  it('keeps channel binding whole with the certificate and key of the upstream', async () => {
    expect(await through({ tls: upstreams, upstreamTls: anybody }, anybody, { enableChannelBinding: true })).toBe(true);
  });

  it('cannot hide from channel binding behind another certificate', async () => {
    await expect(
      through({ tls: strangers, upstreamTls: anybody }, anybody, { enableChannelBinding: true }),
    ).rejects.toMatchObject({
      code: '28000',
    });
  });

  it('does not trust an upstream whose certificate it was not given', async () => {
    await expect(through({ upstreamTls: {} }, false)).rejects.toMatchObject({ code: '08001', severity: 'FATAL' });
  });
});
