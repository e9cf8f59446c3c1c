import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { untilTrue } from '../../../scenarios/levers/index.ts';
import { portTraffic } from './port-traffic.ts';

test('tells open connections from requests that are under way and from those that nobody has read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'traffic-'));
  try {
    const table = join(folder, 'tcp');
    const lines = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1',
      '   1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 2',
      '   2: 0100007F:C002 0100007F:1F90 01 0000004D:00000000 00:00000000 00000000     0        0 3',
      '   3: 0100007F:C003 0100007F:1F90 02 00000000:00000000 00:00000000 00000000     0        0 4',
      '   4: 0100007F:1F90 0100007F:C001 01 00000000:0000004D 00:00000000 00000000     0        0 5',
      '   5: 0100007F:1F91 0100007F:C009 01 00000000:0000004D 00:00000000 00000000     0        0 6',
      '',
    ];
    await writeFile(table, lines.join('\n'));
    expect(await portTraffic(8080, [table, join(folder, 'none')])).toEqual({ open: 2, unsent: 1, unread: 1 });
    expect(await portTraffic(8080, [join(folder, 'none')])).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.runIf(process.platform === 'linux')('sees what a service has not read on this machine', async () => {
  const server = createServer({ pauseOnConnect: true }).listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const caller = connect(port, '127.0.0.1');
  try {
    const [[accepted]] = await Promise.all([once(server, 'connection'), once(caller, 'connect')]);
    expect(await portTraffic(port)).toEqual({ open: 1, unsent: 0, unread: 0 });
    caller.write('GET');
    expect(await untilTrue(async () => (await portTraffic(port))?.unread === 1, 10_000)).toBe(true);
    accepted.resume();
    expect(await untilTrue(async () => (await portTraffic(port))?.unread === 0, 10_000)).toBe(true);
    accepted.destroy();
  } finally {
    caller.destroy();
    server.close();
  }
});
