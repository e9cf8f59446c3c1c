import { Socket } from 'node:net';
import { type Action, forward } from './action.ts';
import { AnswerFilter } from './answer-filter.ts';
import { Backlog } from './backlog.ts';
import type { Conversation, Pending } from './conversation.ts';
import { FrameReader, needMore, notAFrame } from './frame-reader.ts';
import { backendFilterTable, backendStartupTable, backendTable, frontend, frontendTable } from './message-types.ts';
import { type ProtocolError, errorResponse, execute, query } from './messages.ts';
import { Preparation } from './preparation.ts';
import { type RelayHooks, decisionOn } from './intercept.ts';
import { endsTransaction } from './transaction-text.ts';
import { WireFailure, cannotPlace, sqlState } from './wire-failure.ts';

const startupFrameLimit = 1024 * 1024;
const anyLength = 0x7fffffff;

/** Carries one session between its client and its server, and does to single statements what it is told. */
export class Relay {
  readonly conversation: Conversation;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #hooks: RelayHooks;
  readonly #fromClient = new FrameReader(frontendTable);
  readonly #fromServer = new FrameReader(backendStartupTable, startupFrameLimit);
  readonly #filter: AnswerFilter;
  readonly #preparation = new Preparation((bytes) => this.#toServer(bytes));
  /** The client's bytes wait: a statement is held, or the proxy itself is busy on the server. */
  #blocked = false;
  #held: Pending | undefined;
  readonly #backlog = new Backlog();
  #blockAfterSync = false;
  /** Nothing the client sends goes on; nothing the server says either, once `#silent`. */
  #frozen = false;
  #silent = false;
  #onAnswerLost: 'reset' | 'freeze' = 'reset';
  #terminating = false;
  #closed = false;

  constructor(client: Socket, server: Socket, startupPacket: Buffer, conversation: Conversation, hooks: RelayHooks) {
    this.#client = client;
    this.#server = server;
    this.conversation = conversation;
    this.#hooks = hooks;
    this.#filter = new AnswerFilter(this.#fromServer, conversation, {
      toClient: (bytes) => this.#toClient(bytes),
      toServer: (bytes) => this.#toServer(bytes),
      transactionEnded: () => this.#unblock(() => true),
      answerLost: () => this.#answerLost(),
    });
    server.write(startupPacket);
    this.#connect();
  }

  /** Ends both sides at once; `reset` is what a client over TCP sees when its server's machine vanishes. */
  destroy(how: 'reset' | 'close' = 'close'): void {
    if (how === 'reset' && this.#client.constructor === Socket && this.#client.remoteAddress !== undefined)
      this.#client.resetAndDestroy();
    else this.#client.destroy();
    this.#server.destroy();
    this.#finish();
  }

  /** Ends both sides, and tells the client why. */
  refuse(failure: WireFailure): void {
    if (this.#closed) return;
    this.#toClient(errorResponse(failure.protocolError));
    this.#client.destroySoon();
    this.#server.destroySoon();
    this.#finish();
  }

  #connect(): void {
    const client = this.#client;
    const server = this.#server;
    client.on('data', (chunk: Buffer) => this.#fromClientSocket(chunk));
    server.on('data', (chunk: Buffer) => this.#fromServerSocket(chunk));
    client.on('drain', () => server.resume());
    server.on('drain', () => this.#resumeClient());
    client.on('end', () => this.#clientEnded());
    client.on('error', () => this.destroy());
    client.on('close', () => this.destroy());
    server.on('end', () => this.#serverEnded(undefined));
    server.on('error', (error) => this.#serverEnded(error));
    server.on('close', () => this.#serverEnded(undefined));
    client.resume();
    server.resume();
  }

  #fromClientSocket(chunk: Buffer): void {
    if (this.#frozen || this.#closed) return;
    if (this.#blocked) {
      this.#backlog.push(chunk);
      if (this.#backlog.isFull) this.#client.pause();
      return;
    }
    this.#fromClient.feed(chunk);
    this.#pump();
  }

  /** Forwards what the client sent; false when it stopped in the middle. */
  #pump(): boolean {
    const reader = this.#fromClient;
    for (;;) {
      const type = reader.next();
      if (type === needMore) {
        this.#preparation.forward(reader.takeRest());
        return true;
      }
      if (type === notAFrame) {
        this.#preparation.end();
        this.#toServer(reader.takeThrough());
        this.refuse(new WireFailure(sqlState.protocolViolation, 'invalid frontend message: unknown type or length'));
        return false;
      }
      if (!this.#clientMessage(type)) return false;
    }
  }

  #clientMessage(type: number): boolean {
    const reader = this.#fromClient;
    const { conversation } = this;
    this.#preparation.meet(type, reader, this.#hooks.intercept() !== undefined);
    switch (type) {
      case frontend.query:
        return this.#admit({ pending: conversation.query(reader), isNew: true });
      case frontend.execute:
        return this.#admit(conversation.execute(reader));
      case frontend.sync:
        conversation.sync();
        return !this.#blockAfterSync || this.#blockAfter();
      case frontend.terminate:
        this.#terminating = true;
        return true;
      default:
        conversation.sent(type, reader);
        return true;
    }
  }

  #blockAfter(): false {
    this.#blockAfterSync = false;
    this.#toServer(this.#fromClient.takeThrough());
    this.#blocked = true;
    return false;
  }

  #admit({ pending, isNew }: { pending: Pending; isNew: boolean }): boolean {
    const decision = isNew ? decisionOn(this.#hooks.intercept(), pending.statement) : undefined;
    if (decision === undefined) {
      this.#preparation.end();
      return true;
    }
    this.#preparation.forward(this.#fromClient.takeBefore());
    if (!(decision instanceof Promise)) return this.#apply(pending, decision);
    this.#blocked = true;
    this.#held = pending;
    decision.then(
      (action) => this.#unblock(() => this.#apply(pending, action ?? forward)),
      (error: unknown) => this.refuse(cannotPlace(error)),
    );
    return false;
  }

  /** Goes on after a pause, with what arrived meanwhile. */
  #unblock(first: () => boolean): void {
    if (this.#closed) return;
    this.#blocked = false;
    this.#held = undefined;
    if (!first() || !this.#pump()) return;
    for (let chunk = this.#backlog.shift(); chunk !== undefined; chunk = this.#backlog.shift()) {
      this.#fromClient.feed(chunk);
      if (!this.#pump()) return;
    }
    this.#resumeClient();
  }

  #resumeClient(): void {
    if (!this.#backlog.isFull && !this.#server.writableNeedDrain) this.#client.resume();
  }

  /** Does to the statement what was decided; true when the client's next message may follow at once. */
  #apply(pending: Pending, action: Action): boolean {
    this.#preparation.settle(action);
    switch (action.kind) {
      case 'forward':
        return true;
      case 'error':
        return this.#fail(pending, { severity: 'ERROR', sqlState: action.sqlState, message: action.message });
      case 'lose-answer':
      case 'withhold-answer':
        this.#onAnswerLost = action.kind === 'lose-answer' ? 'reset' : 'freeze';
        this.#filter.loseAnswer(pending);
        this.#chooseTable();
        return true;
      case 'drop':
        pending.statement?.ended('withheld');
        this.destroy('reset');
        return false;
      case 'swallow':
        pending.statement?.ended('withheld');
        this.#fromClient.discard();
        return true;
      case 'freeze':
        pending.statement?.ended('withheld');
        this.#frozen = true;
        this.#client.resume();
        return false;
    }
  }

  /** Sends something that fails in the statement's place, so that the server's transaction is aborted for real. */
  #fail(pending: Pending, error: ProtocolError): boolean {
    const ends = endsTransaction(pending.statement?.text ?? '');
    this.#filter.replaceError(pending, error, ends);
    this.#chooseTable();
    this.#fromClient.discard();
    if (pending.kind === 'execute') {
      this.#blockAfterSync = ends;
      this.#toServer(execute('rustok-testkit: no such portal'));
      return true;
    }
    this.#blocked = ends;
    this.#toServer(query('SELECT rustok_testkit.this_statement_is_failed_on_purpose()'));
    return !ends;
  }

  #answerLost(): void {
    if (this.#onAnswerLost === 'reset') this.destroy('reset');
    this.#frozen = true;
    this.#silent = true;
  }

  #fromServerSocket(chunk: Buffer): void {
    if (this.#silent || this.#closed) return;
    const reader = this.#fromServer;
    reader.feed(chunk);
    for (let type = reader.next(); type !== needMore; type = reader.next()) {
      if (type === notAFrame) {
        this.#toClient(reader.takeThrough());
        const message = 'the upstream server does not speak the PostgreSQL protocol';
        this.refuse(new WireFailure(sqlState.protocolViolation, message));
        return;
      }
      if (reader.table === backendTable) {
        this.conversation.answer(type, reader);
        continue;
      }
      this.#filter.message(type);
      if (this.#silent) return;
      this.#chooseTable();
    }
    this.#toClient(reader.takeRest());
  }

  #chooseTable(): void {
    const isStarting = this.conversation.status === null;
    this.#fromServer.limit = isStarting ? startupFrameLimit : anyLength;
    if (isStarting) this.#fromServer.table = backendStartupTable;
    else this.#fromServer.table = this.#filter.active ? backendFilterTable : backendTable;
  }

  #toServer(bytes: Buffer): void {
    if (bytes.length > 0 && this.#server.writable && !this.#server.write(bytes)) this.#client.pause();
  }

  #toClient(bytes: Buffer): void {
    if (bytes.length > 0 && this.#client.writable && !this.#client.write(bytes)) this.#server.pause();
  }

  #clientEnded(): void {
    // The author of a held statement is gone, so it is never sent.
    if (this.#blocked || this.#frozen) this.destroy();
    else this.#server.end();
  }

  #serverEnded(error: Error | undefined): void {
    if (this.#closed) return;
    this.#server.destroy();
    if (this.#frozen) return;
    const { conversation } = this;
    const isExpected = this.#terminating || this.#client.readableEnded || conversation.saidFarewell;
    if (!isExpected && this.#fromServer.atBoundary) {
      const reason = error === undefined ? 'closed the connection unexpectedly' : `failed: ${error.message}`;
      const failure = new WireFailure(sqlState.connectionFailure, `the upstream server ${reason}`);
      this.#toClient(errorResponse(failure.protocolError));
    }
    this.#client.destroySoon();
    this.#finish();
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#held?.statement?.ended('withheld');
    this.#backlog.clear();
    this.conversation.closed();
    this.#hooks.closed();
  }
}
