import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../harness/database/index.ts';
import { systemContext } from '../access/index.ts';
import { openDatabase, referenceMigrations } from '../database/index.ts';
import { createServices } from '../services.ts';

/** Forwards to the server; `lose` delivers the next COMMIT, loses its acknowledgement and lets no new connection through. */
async function openForwarder(target: URL) {
  const line = { loses: false, isCut: false };
  const forwarder = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) socket.on('error', () => undefined);
    if (line.isCut) client.destroy();
    client.on('data', (bytes) => {
      if (line.loses && bytes.includes('COMMIT')) line.isCut = true;
      server.write(bytes);
    });
    server.on('data', (bytes) => void (line.isCut ? client.destroy() : client.write(bytes)));
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(forwarder, 'listening');
  const url = new URL(target);
  url.port = String((forwarder.address() as AddressInfo).port);
  return { url: url.href, line, forwarder };
}

test('the resolver forgets a tenant whose update may have been committed', async () => {
  await using testDatabase = await createTestDatabase({ migrations: referenceMigrations });
  const { url, line, forwarder } = await openForwarder(new URL(testDatabase.tcpUrl));
  await using database = await openDatabase({ url, deadlineMs: 1000 });
  await using services = await createServices({ database });
  const { id } = await services.tenants.create(systemContext('018f2a00-0000-7000-8000-000000000001'), {
    name: 'Old',
    slug: 'shop',
  });
  const bySlug = { kind: 'slug', value: 'shop' } as const;
  await services.resolver.resolve(bySlug);
  line.loses = true;
  const updated = services.tenants.update(systemContext(id), id, { name: 'New' });
  await expect(updated).rejects.toMatchObject({ code: 'COMMIT_IN_DOUBT' });
  Object.assign(line, { loses: false, isCut: false });
  await expect(services.resolver.resolve(bySlug)).resolves.toMatchObject({ name: 'New' });
  await database.close();
  forwarder.close();
});
