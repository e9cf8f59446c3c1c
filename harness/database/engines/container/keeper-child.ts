import { type Socket, connect, createServer } from 'node:net';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { findContainers, removeAbandoned } from './kept-container.ts';
import { type KeeperOrder, startContainer } from './start-container.ts';
import type { KeeperWord } from './lease.ts';

/**
 * Keeps one container for all processes that hold a lease, each by a connection to a socket: the kernel closes it for those
 * that die. With the last of them the container goes, and this process with it.
 */
const order = JSON.parse(process.argv[2] ?? '') as KeeperOrder;
const nobodyCameMs = 30_000;

const leases = new Set<Socket>();
let word: KeeperWord | undefined;
let remove: (() => Promise<void>) | undefined;

// Half-open: the end of a lease is answered when what it entails has been done.
const server = createServer({ allowHalfOpen: true }, (socket) => {
  clearTimeout(nobodyCame);
  leases.add(socket);
  socket.on('error', () => undefined);
  socket.on('data', () => undefined);
  if (word !== undefined) tell(socket, word);
  socket.on('end', () => void giveBack(socket));
  socket.on('close', () => void giveBack(socket));
});
const nobodyCame = setTimeout(() => void end(), nobodyCameMs);
server.listen(order.socket, () => process.stdout.write('listening\n'));

try {
  await removeWhatWasAbandoned();
  const started = await startContainer(order);
  remove = started.remove;
  word = started.word;
} catch (error) {
  word = { failed: error instanceof Error ? error.message : String(error) };
}
for (const socket of leases) tell(socket, word);
if (leases.size === 0 || !('ready' in word)) await end();

function tell(socket: Socket, told: KeeperWord): void {
  socket.write(`${JSON.stringify(told)}\n`);
}

async function giveBack(socket: Socket): Promise<void> {
  if (!leases.delete(socket)) return;
  if (leases.size === 0 && word !== undefined) await end();
  socket.end();
}

/** The socket goes first: who does not reach it any more starts a container of his own. */
async function end(): Promise<void> {
  server.close();
  rmSync(dirname(order.socket), { recursive: true, force: true });
  await remove?.();
  for (const socket of leases) socket.end();
  process.exit();
}

/** Containers of ours whose keeper was killed; the locks on their names go with them. */
async function removeWhatWasAbandoned(): Promise<void> {
  for (const container of await findContainers()) {
    if (!(await answers(container.keeper))) await removeAbandoned(container);
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
    probe.unref();
  });
}
