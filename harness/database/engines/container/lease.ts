import { type Socket, connect } from 'node:net';
import { z } from 'zod';
import { DependencyError } from '../../../../src/errors/index.ts';

/** Where a kept server is; passwords included, since only this user can read the socket. */
const leaseFacts = z.object({
  host: z.string(),
  port: z.number(),
  version: z.string(),
  admin: z.object({ name: z.string(), password: z.string() }),
  application: z.object({ name: z.string(), password: z.string() }),
});

/** What a keeper tells: where the server is, that another keeper was faster, or why there is none. */
const keeperWord = z.union([
  z.object({ ready: leaseFacts }),
  z.object({ taken: z.literal(true) }),
  z.object({ failed: z.string() }),
]);

/** What a keeper tells those who hold a lease. */
export type KeeperWord = z.infer<typeof keeperWord>;

/** A share in a container: it is kept while somebody holds one, and the kernel gives it back for a process that dies. */
export interface Lease extends AsyncDisposable {
  readonly facts: z.infer<typeof leaseFacts>;
}

/** Asks the keeper at this socket for a lease; undefined when nobody keeps anything there. */
export async function askForLease(path: string, deadlineMs: number): Promise<Lease | undefined> {
  const socket = connect(path);
  const word = await readWord(socket, deadlineMs);
  if (word === undefined || 'taken' in word) {
    socket.destroy();
    return undefined;
  }
  if ('failed' in word) {
    socket.destroy();
    throw new DependencyError(word.failed, { code: 'CONTAINER_START_FAILED' });
  }
  socket.unref();
  return {
    facts: word.ready,
    async [Symbol.asyncDispose]() {
      // A keeper that was killed has nothing to give back to.
      if (socket.closed) return;
      // The keeper closes its end when the lease is given back, and the last one's when the container is gone.
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.ref().resume().end();
      await closed;
    },
  };
}

function readWord(socket: Socket, deadlineMs: number): Promise<KeeperWord | undefined> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      reject(
        new DependencyError(`The container was not ready within ${deadlineMs} ms.`, { code: 'CONTAINER_START_FAILED' }),
      );
      socket.destroy();
    }, deadlineMs);
    const settle = (word: KeeperWord | undefined): void => {
      clearTimeout(timer);
      resolve(word);
    };
    socket.on('error', () => settle(undefined));
    socket.on('close', () => settle(undefined));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) settle(keeperWord.parse(JSON.parse(text)));
    });
  });
}
