import type { FrameReader } from './frame-reader.ts';
import { backend, frontend } from './message-types.ts';
import { parseErrorResponse } from './messages.ts';
import { type Portal, PreparedNames, readText, unknownSource } from './prepared.ts';
import { type StatementPlace, type StatementText, WireStatement, noParameters } from './statement.ts';

/** As ReadyForQuery says it: idle, in a transaction, in a transaction that failed; null before the first one. */
export type TransactionStatus = 'idle' | 'open' | 'failed';

/** Something the client sent that the server will answer. */
export interface Pending {
  readonly kind: 'query' | 'execute' | 'sync' | 'call';
  readonly statement: WireStatement | undefined;
  readonly portal: Portal | undefined;
  /** Of a Sync: the text that was prepared before it, and not executed. */
  readonly prepared: StatementText | undefined;
  /** What the proxy does with the answer instead of passing it on. */
  plan: 'replace-error' | 'lose' | undefined;
}

/** What a conversation tells its proxy. */
export interface ConversationEvents {
  /** Numbers the next statement of the whole proxy. */
  nextSequence(): number;
  statementStarted(statement: WireStatement): void;
  statementEnded(statement: WireStatement): void;
  /** A text failed in its preparation, before anything was to execute it: the statement has begun and ended. */
  preparationFailed(statement: WireStatement): void;
}

/** Follows one connection's messages in both directions: which answer belongs to which statement, and the state of the transaction. */
export class Conversation {
  readonly #names = new PreparedNames();
  readonly id: number;
  backendPid: number | null = null;
  status: TransactionStatus | null = null;
  transaction = 1;
  statements = 0;
  /** True once the server itself announced the end of the connection (FATAL, PANIC). */
  saidFarewell = false;
  readonly #events: ConversationEvents;
  readonly #pending: Pending[] = [];
  /** Portals that have more rows to give. */
  readonly #suspendedPortals = new Set<Portal>();
  #prepared: StatementText | undefined;
  #copyIn = false;
  #ranInTransaction = false;

  constructor(id: number, events: ConversationEvents) {
    this.id = id;
    this.#events = events;
  }

  get head(): Pending | undefined {
    return this.#pending[0];
  }

  /** True when a Sync, Query or function call is still to be answered by ReadyForQuery. */
  get awaitsReady(): boolean {
    return this.#pending.some((one) => one.kind !== 'execute');
  }

  query(reader: FrameReader): Pending {
    const source = readText(
      reader.chunk,
      reader.bodyStart,
      reader.bodyEnd,
      reader.bodyLength > reader.bodyEnd - reader.bodyStart,
    );
    const statement = new WireStatement(this.#place(), source);
    return this.#expect('query', statement);
  }

  /** An Execute; one that goes on with a suspended portal is no new statement. */
  execute(reader: FrameReader): { pending: Pending; isNew: boolean } {
    const portal = this.#names.executed(reader);
    this.#prepared = undefined;
    if (portal.running !== undefined)
      return { pending: this.#expect('execute', portal.running, portal, false), isNew: false };
    const statement = new WireStatement(this.#place(), portal.source, portal.parameters);
    return { pending: this.#expect('execute', statement, portal), isNew: true };
  }

  /** During COPY FROM STDIN the server ignores a Sync, so there is no answer to wait for. */
  sync(): void {
    if (!this.#copyIn) this.#expect('sync');
    this.#prepared = undefined;
  }

  /** Any other message from the client. */
  sent(type: number, reader: FrameReader): void {
    if (type === frontend.parse) this.#parse(reader);
    else if (type === frontend.bind) this.#names.bind(reader);
    else if (type === frontend.close) this.#names.close(reader);
    else if (type === frontend.functionCall) this.#expect('call');
    else if (type === frontend.copyDone || type === frontend.copyFail) this.#copyIn = false;
    if (this.#suspendedPortals.size > 0) this.#endAbandoned();
  }

  /** Which of several texts an error is about, nothing tells. */
  #parse(reader: FrameReader): void {
    const source = this.#names.parse(reader);
    this.#prepared = this.#prepared === undefined ? source : unknownSource;
  }

  /** A query of the proxy's own, answered before anything else the client sends. */
  own(): void {
    this.#expect('query');
  }

  #place(): StatementPlace {
    this.statements += 1;
    return {
      connection: this.id,
      ordinal: this.statements,
      sequence: this.#events.nextSequence(),
      transaction: this.transaction,
      inTransaction: this.status === 'open' || this.status === 'failed',
      backendPid: this.backendPid,
    };
  }

  #expect(kind: Pending['kind'], statement?: WireStatement, portal?: Portal, isNew = true): Pending {
    const prepared = kind === 'sync' ? this.#prepared : undefined;
    const pending: Pending = { kind, statement, portal, prepared, plan: undefined };
    this.#pending.push(pending);
    if (statement !== undefined && isNew) this.#events.statementStarted(statement);
    return pending;
  }

  /** Takes note of one message from the server. */
  answer(type: number, reader: FrameReader): void {
    switch (type) {
      case backend.commandComplete:
        this.#completed(readText(reader.chunk, reader.bodyStart, reader.bodyEnd, false).text);
        break;
      case backend.emptyQueryResponse:
        this.#completed(undefined);
        break;
      case backend.portalSuspended:
        this.#suspended();
        break;
      case backend.errorResponse:
        this.#failed(parseErrorResponse(reader.chunk.subarray(reader.bodyStart, reader.bodyEnd)));
        break;
      case backend.readyForQuery:
        this.#ready(reader.bodyLength === 0 ? 0x49 : (reader.chunk[reader.bodyStart] ?? 0x49));
        break;
      case backend.copyInResponse:
      case backend.copyBothResponse:
        this.#copyInStarted();
        break;
      case backend.backendKeyData:
        if (reader.bodyLength >= 4) this.backendPid = reader.chunk.readInt32BE(reader.bodyStart);
        break;
      default:
        break;
    }
  }

  #completed(tag: string | undefined): void {
    const statement = this.head?.statement;
    if (statement === undefined) return;
    this.#ranInTransaction = true;
    statement.transaction = this.transaction;
    if (tag === undefined) statement.outcome = 'completed';
    else statement.completed(tag);
    if (this.head?.kind === 'execute') this.#finishExecute();
  }

  #suspended(): void {
    const { statement, portal } = this.head ?? {};
    if (statement === undefined || portal === undefined) return;
    this.#pending.shift();
    statement.outcome = 'suspended';
    statement.transaction = this.transaction;
    this.#ranInTransaction = true;
    if (portal.running !== undefined && portal.running !== statement) this.#endPortal(portal);
    portal.running = statement;
    this.#suspendedPortals.add(portal);
    this.#endAbandoned();
  }

  #finishExecute(): void {
    const done = this.#pending.shift();
    if (done !== undefined) this.#end(done);
  }

  /** The end of what a message began, whatever came of it; its portal has no more to give. */
  #end({ statement, portal }: Pending, outcome?: 'skipped' | 'unanswered'): void {
    if (portal?.running !== undefined) {
      portal.running = undefined;
      this.#suspendedPortals.delete(portal);
    }
    if (statement !== undefined) this.#endStatement(statement, outcome);
  }

  /** Two messages may go on with one portal; its statement ends once. */
  #endStatement(statement: WireStatement, outcome?: 'skipped' | 'unanswered'): void {
    if (statement.isOver) return;
    statement.isOver = true;
    statement.ended(outcome);
    this.#events.statementEnded(statement);
  }

  /** Nobody can read on from a portal that was closed or whose name stands for another one. */
  #endAbandoned(): void {
    for (const portal of this.#suspendedPortals) if (!this.#names.hasPortal(portal)) this.#endPortal(portal);
  }

  #endPortal(portal: Portal): void {
    const { running } = portal;
    portal.running = undefined;
    this.#suspendedPortals.delete(portal);
    if (running !== undefined) this.#endStatement(running);
  }

  /** An error belongs to the statement whose answer is due; it ends a COPY too. */
  #failed(error: { severity: string; sqlState: string; message: string }): void {
    this.#copyIn = false;
    const { head } = this;
    if (error.severity === 'FATAL' || error.severity === 'PANIC') this.saidFarewell = true;
    if (head?.statement === undefined) {
      this.#preparationFailed(error);
      return;
    }
    this.#ranInTransaction = true;
    head.statement.transaction = this.transaction;
    head.statement.failed(error.sqlState, error.message);
    if (head.kind === 'execute') this.#finishExecute();
  }

  /** An error before anything was executed is about what was prepared last; the end of the connection is not. */
  #preparationFailed(error: { sqlState: string; message: string }): void {
    const { head } = this;
    const source = head === undefined ? this.#prepared : head.prepared;
    if (source === undefined || this.saidFarewell) return;
    if (head === undefined) this.#prepared = undefined;
    this.#ranInTransaction = true;
    const statement = new WireStatement(this.#place(), source, noParameters);
    statement.failedInPreparation(error.sqlState, error.message);
    this.#events.preparationFailed(statement);
  }

  /** Ends everything up to the Query or Sync that this ReadyForQuery answers; an Execute before it was skipped. */
  #ready(status: number): void {
    for (let done = this.#pending.shift(); done !== undefined; done = this.#pending.shift()) {
      if (done.kind === 'query' && done.statement?.outcome === 'running') done.statement.outcome = 'completed';
      this.#end(done, 'skipped');
      if (done.kind !== 'execute') break;
    }
    this.status = status === 0x49 ? 'idle' : status === 0x54 ? 'open' : 'failed';
    if (this.status !== 'idle') return;
    for (const portal of this.#suspendedPortals) this.#endPortal(portal);
    if (this.#ranInTransaction) this.transaction += 1;
    this.#ranInTransaction = false;
    if (this.#pending.length === 0) this.#names.transactionEnded();
  }

  #copyInStarted(): void {
    this.#copyIn = true;
    if (this.head?.kind !== 'execute') return;
    for (let index = this.#pending.length - 1; index > 0; index -= 1)
      if (this.#pending[index]?.kind === 'sync') this.#pending.splice(index, 1);
  }

  /** The connection is gone: what was not answered never will be. */
  closed(): void {
    for (const pending of this.#pending.splice(0)) this.#end(pending, 'unanswered');
    for (const portal of this.#suspendedPortals) this.#endPortal(portal);
  }
}
