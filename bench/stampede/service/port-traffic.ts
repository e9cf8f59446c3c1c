import { readFile } from 'node:fs/promises';

/** Connections to a port as this machine's kernel sees them. */
export interface PortTraffic {
  /** Connections that are open, counted at the callers' end. */
  readonly open: number;
  /** Those whose request has not reached the service's machine. */
  readonly unsent: number;
  /** Those whose request the service has not read; always 0 where it runs on another machine. */
  readonly unread: number;
}

const established = '01';
const tables = ['/proc/net/tcp', '/proc/net/tcp6'];

/** What goes on at a port; nothing where the kernel does not tell. */
export async function portTraffic(port: number, paths: readonly string[] = tables): Promise<PortTraffic | undefined> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => undefined)));
  if (texts.every((text) => text === undefined)) return undefined;
  const sockets = texts.flatMap((text) => (text ?? '').split('\n').slice(1).map(readSocket)).filter(isOpen);
  const callers = sockets.filter((socket) => socket.remotePort === port);
  const served = sockets.filter((socket) => socket.localPort === port);
  return {
    open: callers.length,
    unsent: callers.filter(({ toSend }) => toSend > 0).length,
    unread: served.filter(({ toRead }) => toRead > 0).length,
  };
}

/** A line of the kernel's table: numbers are hexadecimal, addresses end in their port. */
function readSocket(line: string) {
  const [, local = '', remote = '', state = '', queues = ''] = line.trim().split(/\s+/);
  const [toSend = 0, toRead = 0] = queues.split(':').map(hexadecimal);
  return { localPort: portOf(local), remotePort: portOf(remote), state, toSend, toRead };
}

function isOpen({ state }: { readonly state: string }): boolean {
  return state === established;
}

function portOf(address: string): number {
  return hexadecimal(address.slice(address.lastIndexOf(':') + 1));
}

function hexadecimal(text: string): number {
  return Number.parseInt(text, 16);
}
