import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import type { CapabilityCheck } from '../capability-check.ts';
import { seen } from '../seen.ts';
import type { Session } from '../session.ts';

const capability = 'wire';

/** What a proxy between the application and its server relies on. */
export const wireChecks: readonly CapabilityCheck[] = [
  {
    capability,
    title: 'two sessions over the wire are two backends, each with its settings',
    async run({ session, database }) {
      const [first, second] = [await session(database.tcpUrl), await session(database.tcpUrl)];
      await first.rows(`SET application_name = 'first'`);
      await second.rows(`SET application_name = 'second'`);
      seen('the setting', await first.rows('SHOW application_name'), [['first']]);
      const [[one] = []] = await first.rows('SELECT pg_backend_pid()');
      const [[other] = []] = await second.rows('SELECT pg_backend_pid()');
      seen('the backends are the same one', one === other, false);
    },
  },
  {
    capability,
    title: 'a cancel request with the session’s key ends its statement with 57014',
    async run({ session, database }) {
      const slow = await session(database.tcpUrl);
      const outcome = slow.failure('SELECT pg_sleep(30)');
      const settled = outcome.then(() => true);
      // The request may arrive before the statement has begun, and then it cancels nothing.
      do await sendCancelRequest(slow);
      while (!(await Promise.race([settled, Promise.resolve(false)])));
      seen('the failure', await outcome, '57014');
    },
  },
  {
    capability,
    title: 'COPY streams rows out',
    async run({ session, database, table }) {
      const reader = await session(database.tcpUrl);
      const copied: string[] = [];
      reader.client.connection.on('copyData', ({ chunk }: { readonly chunk: Buffer }) => copied.push(String(chunk)));
      seen('the answer', await reader.tag(`COPY ${table} TO STDOUT`), 'COPY');
      seen('the rows', copied, ['1\t10\n', '2\t20\n']);
    },
  },
];

async function sendCancelRequest({ client, cancelRequest }: Session): Promise<void> {
  const { remoteAddress: host = '127.0.0.1', remotePort: port = 0 } = client.connection.stream as Socket;
  const socket = connect({ host, port });
  socket.on('error', () => undefined);
  socket.end(cancelRequest);
  await once(socket, 'close');
}
