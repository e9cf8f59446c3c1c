import type { Socket } from 'node:net';
import { once } from 'node:events';
import { timingSafeEqual } from 'node:crypto';
import type { Role } from '../../server-address.ts';
import { type Frames, encodeFrame, readTexts } from './frames.ts';
import { errorResponse, int32 } from './replies.ts';

/** Who came, and where to. */
export interface Arrival {
  readonly role: Role;
  readonly database: string;
  readonly settings: Readonly<Record<string, string>>;
}

const requestCodes = { cancel: 80_877_102, tls: 80_877_103, gss: 80_877_104 };
const protocol3 = 3;
const notSettings = new Set(['user', 'database', 'options', 'replication']);

/** Speaks with a new client until it has shown who it is; undefined when there is nobody to serve. */
export async function greet(socket: Socket, frames: Frames, roles: readonly Role[]): Promise<Arrival | undefined> {
  const startup = await readStartup(socket, frames);
  if (startup === undefined) return undefined;
  const { user = '', database = user } = startup;
  socket.write(encodeFrame('R', int32(3)));
  const answer = await nextMessage(socket, () => frames.next());
  const [password = ''] = answer?.type === 'p' ? readTexts(answer.body, 1) : [];
  const role = roles.find(({ name }) => name === user);
  if (role === undefined || !isSame(role.password, password)) {
    const message = `password authentication failed for user "${user}"`;
    socket.end(errorResponse({ severity: 'FATAL', sqlstate: '28P01', message }));
    return undefined;
  }
  const settings = Object.entries(startup).filter(([name]) => !notSettings.has(name) && !name.startsWith('_pq_.'));
  return { role, database, settings: Object.fromEntries(settings) };
}

async function readStartup(socket: Socket, frames: Frames): Promise<Record<string, string> | undefined> {
  for (;;) {
    const packet = await nextMessage(socket, () => frames.untyped());
    const code = packet === undefined || packet.length < 4 ? requestCodes.cancel : packet.readInt32BE(0);
    if (code === requestCodes.tls || code === requestCodes.gss) {
      socket.write('N');
      continue;
    }
    if (packet === undefined || code >> 16 !== protocol3) {
      socket.destroy();
      return undefined;
    }
    const texts = readTexts(packet.subarray(4), packet.length);
    const pairs: [string, string][] = [];
    for (let index = 0; (texts[index] ?? '') !== ''; index += 2)
      pairs.push([texts[index] ?? '', texts[index + 1] ?? '']);
    return Object.fromEntries(pairs);
  }
}

/** Undefined when the client went away. */
async function nextMessage<T>(socket: Socket, read: () => T | undefined): Promise<T | undefined> {
  for (;;) {
    const message = read();
    if (message !== undefined || socket.destroyed || socket.readableEnded) return message;
    await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  }
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
