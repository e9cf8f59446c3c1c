import { once } from 'node:events';
import { createServer } from 'node:net';
import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { locateEmbeddedBinaries } from '../binaries/embedded-binaries.ts';
import { locateSystemBinaries } from '../binaries/system-binaries.ts';
import { placeBinaries } from '../binaries/place-binaries.ts';
import { findCacheFolder } from '../cache/cache-folder.ts';
import { prepareCluster } from '../cluster/prepare-cluster.ts';
import { freePort } from './free-port.ts';
import { serverUser } from './server-user.ts';
import { startPostgres, type StartPostgresOptions } from './start-postgres.ts';

async function options(): Promise<StartPostgresOptions> {
  const user = serverUser();
  const cache = findCacheFolder(user) ?? '';
  const located = [locateEmbeddedBinaries(), locateSystemBinaries()].find((one) => 'found' in one);
  if (located === undefined || !('found' in located)) throw new Error('This machine has no server.');
  const binaries = await placeBinaries(located.found, { cache, user });
  const { content } = await prepareCluster({ cache, user, binaries, identity: located.found.identity });
  return { binaries, cluster: content, user, storage: 'auto', settings: {}, deadlineMs: 30_000 };
}

it('takes another port when the one it found was taken meanwhile', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  const address = occupant.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  const ports = [taken, taken, await freePort()];
  const findPort = async () => ports.shift() ?? freePort();
  const running = await startPostgres({ ...(await options()), findPort });
  expect(running.tcpPort).not.toBe(taken);
  await running.supervised.end();
  occupant.close();
});

it('keeps its folder closed to other users', async () => {
  const running = await startPostgres(await options());
  expect(statSync(running.folder).mode & 0o077).toBe(0);
  await running.supervised.end();
});

it('ends a start that takes longer than its deadline, and says so', async () => {
  await expect(startPostgres({ ...(await options()), deadlineMs: 1 })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    message: expect.stringContaining('starting PostgreSQL in') as string,
  });
});
