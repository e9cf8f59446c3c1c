import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { startProxy } from './start-proxy.ts';
import { RawClient, isReady, login, startup } from './testing/raw-client.ts';
import type { WireProxy } from './wire-proxy.ts';

const gssEncryptionRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x30]);
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

describe('a start-up', () => {
  let database: TestDatabase;
  let proxy: WireProxy;
  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startProxy({ upstream: database.tcpUrl });
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  it('may ask for encryption by GSSAPI and by TLS, is refused both, and goes on in plain', async () => {
    const client = new RawClient(proxy);
    await client.send(gssEncryptionRequest).receives(/^N$/);
    await client.send(sslRequest).receives(/^NN$/);
    await login(client, database.tcpUrl);
    expect(await client.receives(isReady)).toMatch(/^NNR/);
    client.socket.destroy();
  });

  it('in a version to come is told by the server which one it speaks, and what it does not know', async () => {
    const { username } = new URL(database.tcpUrl);
    const client = new RawClient(proxy);
    client.send(startup({ user: username, '_pq_.to_come': '1' }, (3 << 16) | 9));
    expect(await client.receives(/SCRAM-SHA-256\0/)).toMatch(/^v[^]{12}_pq_\.to_come\0R/);
    client.socket.destroy();
  });
});
