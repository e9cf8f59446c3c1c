import { Socket } from 'node:net';

/** The sockets of one pool, so that closing never waits for a peer that does not answer. */
export class Sockets {
  readonly #open = new Set<Socket>();

  /** Makes a socket for pg, which connects it. */
  create(): Socket {
    const socket = new Socket();
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    return socket;
  }

  /** Cuts every connection; running statements are rejected. */
  destroyAll(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
