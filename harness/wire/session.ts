import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { Conversation, type ConversationEvents } from './conversation.ts';
import { errorResponse } from './messages.ts';
import type { RelayHooks } from './intercept.ts';
import { Relay } from './relay.ts';
import { type Startup, receiveStartup } from './startup.ts';
import { type Upstream, connectUpstream } from './upstream.ts';
import { WireFailure, sqlState } from './wire-failure.ts';
import type { ConnectionRecord } from './wire-proxy.ts';

/** One client's connection, from its first byte to its end. */
export class Session {
  readonly conversation: Conversation;
  #startup: Startup | undefined;
  #relay: Relay | undefined;
  #isOpen = true;

  constructor(id: number, events: ConversationEvents) {
    this.conversation = new Conversation(id, events);
  }

  /** Serves the client until the session runs by itself; never rejects: the client is told why and closed. */
  async open(
    client: Socket,
    upstream: Upstream,
    tls: SecureContextOptions | undefined,
    hooks: RelayHooks,
  ): Promise<Startup['kind'] | 'refused'> {
    let socket = client;
    const closed = () => {
      this.#isOpen = false;
      hooks.closed();
    };
    client.on('error', () => client.destroy());
    try {
      const startup = await receiveStartup(client, tls);
      if (startup === undefined) {
        client.destroy();
        closed();
        return 'refused';
      }
      ({ socket } = startup);
      const server = await connectUpstream(upstream);
      if (client.destroyed) {
        server.on('error', () => server.destroy()).destroy();
        closed();
        return 'refused';
      }
      if (startup.kind === 'cancel') this.#passCancel(socket, server, startup.packet, closed);
      else {
        this.#startup = startup;
        this.#relay = new Relay(socket, server, startup.packet, this.conversation, {
          intercept: hooks.intercept,
          closed,
        });
      }
      return startup.kind;
    } catch (cause) {
      const failure =
        cause instanceof WireFailure ? cause : new WireFailure(sqlState.connectionFailure, String(cause), { cause });
      if (socket.writable) socket.write(errorResponse(failure.protocolError));
      socket.destroySoon();
      closed();
      return 'refused';
    }
  }

  /** A cancel request is answered by nothing but the end of its connection; its key leads the server to the right backend. */
  #passCancel(client: Socket, server: Socket, packet: Buffer, closed: () => void): void {
    const end = () => {
      client.destroySoon();
      server.destroySoon();
      closed();
    };
    server.on('error', end).on('close', end).on('end', end).resume();
    client.on('close', end);
    server.end(packet);
  }

  record(): ConnectionRecord {
    const { id, backendPid, status, transaction, statements } = this.conversation;
    const parameter = (name: string) => this.#startup?.parameters.get(name) ?? null;
    return {
      id,
      backendPid,
      user: parameter('user'),
      database: parameter('database') ?? parameter('user'),
      applicationName: parameter('application_name'),
      transactionStatus: status,
      transactions: transaction - (status === null || status === 'idle' ? 1 : 0),
      statements,
      isOpen: this.#isOpen,
    };
  }

  destroy(): void {
    this.#relay?.destroy();
  }
}
