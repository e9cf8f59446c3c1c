import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { Conversation, type ConversationEvents } from './conversation.ts';
import { describeEndpoint } from './endpoint.ts';
import { errorResponse } from './messages.ts';
import type { RelayHooks } from './intercept.ts';
import { Relay } from './relay.ts';
import { type Startup, receiveStartup } from './startup.ts';
import { type Upstream, connectUpstream } from './upstream.ts';
import { WireFailure, sqlState } from './wire-failure.ts';
import type { ConnectionRecord } from './wire-proxy.ts';

/** What a session needs from its proxy. */
export interface SessionHooks extends RelayHooks {
  /** Whoever stops the proxy closes this socket too. */
  connected(server: Socket): void;
}

/** One client's connection, from its first byte to its end. */
export class Session {
  readonly conversation: Conversation;
  #startup: Startup | undefined;
  #relay: Relay | undefined;
  readonly #unwanted = new AbortController();
  #isOpen = true;

  constructor(id: number, events: ConversationEvents) {
    this.conversation = new Conversation(id, events);
  }

  /** True once it was a connection between a client and the server, not a cancel request or a client that was refused. */
  get wasConnected(): boolean {
    return this.#relay !== undefined;
  }

  /** Serves the client until the session runs by itself; never rejects: the client is told why and closed. */
  async open(
    client: Socket,
    upstream: Upstream,
    tls: SecureContextOptions | undefined,
    hooks: SessionHooks,
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
      this.#noticeDeparture(client, startup);
      const server = await connectUpstream(upstream, this.#unwanted.signal);
      hooks.connected(server);
      if (startup.kind === 'cancel') this.#passCancel(socket, server, { startup, upstream, closed });
      else {
        this.#startup = startup;
        this.#relay = new Relay(socket, server, startup.packet, this.conversation, {
          intercept: hooks.intercept,
          closed,
        });
        this.#expectFirstWord(server, this.#relay, upstream);
      }
      return startup.kind;
    } catch (cause) {
      const failure =
        cause instanceof WireFailure ? cause : new WireFailure(sqlState.connectionFailure, String(cause), { cause });
      if (socket.writable && !this.#unwanted.signal.aborted) socket.write(errorResponse(failure.protocolError));
      socket.destroySoon();
      closed();
      return 'refused';
    }
  }

  /** Who asks for a cancel may close its side at once, and means it. */
  #noticeDeparture(client: Socket, { kind, socket }: Startup): void {
    const departed = () => this.#unwanted.abort();
    client.once('close', departed);
    socket.once('close', departed);
    if (kind === 'session') socket.once('end', departed);
    if (client.destroyed) departed();
  }

  /** A server that accepts and says nothing would keep its client waiting for ever. */
  #expectFirstWord(server: Socket, relay: Relay, { endpoint, deadlineMs }: Upstream): void {
    const message = `the upstream server ${describeEndpoint(endpoint)} has not said a word within ${deadlineMs} ms`;
    const deadline = setTimeout(
      () => relay.refuse(new WireFailure(sqlState.cannotConnect, message)),
      deadlineMs,
    ).unref();
    const spoken = () => clearTimeout(deadline);
    server.once('data', spoken).once('close', spoken);
  }

  /** A cancel request is answered by nothing but the end of its connection; its key leads the server to the right backend. */
  #passCancel(
    client: Socket,
    server: Socket,
    { startup, upstream, closed }: { startup: Startup; upstream: Upstream; closed: () => void },
  ): void {
    const end = () => {
      clearTimeout(deadline);
      client.destroySoon();
      server.destroySoon();
      closed();
    };
    const deadline = setTimeout(end, upstream.deadlineMs).unref();
    server.on('error', end).on('close', end).on('end', end).resume();
    client.on('close', end);
    server.end(startup.packet);
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
    this.#unwanted.abort();
    this.#relay?.destroy();
  }
}
