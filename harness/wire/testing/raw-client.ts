import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { frontend } from '../message-types.ts';
import { frame } from '../messages.ts';
import type { WireProxy } from '../wire-proxy.ts';

/** A client that sends bytes; it collects what comes back until the connection ends. */
export class RawClient {
  readonly socket: Socket;
  readonly ended: Promise<string>;
  #received = '';

  constructor(proxy: WireProxy) {
    if (proxy.endpoint.kind !== 'tcp') throw new Error('these tests use TCP');
    this.socket = connect({ host: proxy.endpoint.host, port: proxy.endpoint.port });
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk) => (this.#received += chunk.toString('latin1')));
    this.ended = new Promise((resolve) => this.socket.on('close', () => resolve(this.#received)));
  }

  send(...bytes: (Buffer | string)[]): this {
    for (const one of bytes) this.socket.write(one);
    return this;
  }

  /** Resolves when the answer so far matches. */
  async receives(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received)) await once(this.socket, 'data');
    return this.#received;
  }
}

/** A client's first packet. */
export function startup(parameters: Readonly<Record<string, string>>, version = 3 << 16): Buffer {
  const body = Buffer.from(`${Object.entries(parameters).flat().join('\0')}\0\0`);
  const packet = Buffer.alloc(8 + body.length);
  packet.writeInt32BE(packet.length, 0);
  packet.writeInt32BE(version, 4);
  body.copy(packet, 8);
  return packet;
}

/** The final message of a SCRAM-SHA-256 login (RFC 5802). */
function scramProof(password: string, clientFirst: string, serverFirst: string): string {
  const [nonce = '', salt = '', iterations = ''] = serverFirst.split(',').map((field) => field.slice(2));
  const key = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256');
  const hmac = (by: Buffer, text: string) => createHmac('sha256', by).update(text).digest();
  const clientKey = hmac(key, 'Client Key');
  const final = `c=biws,r=${nonce}`;
  const signature = hmac(createHash('sha256').update(clientKey).digest(), `${clientFirst},${serverFirst},${final}`);
  return `${final},p=${Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64')}`;
}

export const readyForQuery = 'Z\0\0\0\x05I';
export const isReady = new RegExp(`${readyForQuery}$`);

/** Logs in by hand; resolves when the server is ready. */
export async function login(client: RawClient, url: string, version = 3 << 16): Promise<RawClient> {
  const { username, password, pathname } = new URL(url);
  client.send(startup({ user: decodeURIComponent(username), database: pathname.slice(1) }, version));
  await client.receives(/SCRAM-SHA-256\0/);
  const clientFirst = 'n=,r=rustok-testkit';
  const initial = Buffer.from(`SCRAM-SHA-256\0....n,,${clientFirst}`);
  initial.writeInt32BE(clientFirst.length + 3, 14);
  const challenge = await client.send(frame(frontend.password, initial)).receives(/r=rustok-testkit[^]*,i=\d+/);
  const serverFirst = /r=rustok-testkit.*,i=\d+/.exec(challenge)?.[0] ?? '';
  client.send(
    frame(frontend.password, Buffer.from(scramProof(decodeURIComponent(password), clientFirst, serverFirst))),
  );
  return client;
}
