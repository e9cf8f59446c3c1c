import type { Conversation, Pending } from './conversation.ts';
import type { FrameReader } from './frame-reader.ts';
import { backend } from './message-types.ts';
import { type ProtocolError, errorResponse, query } from './messages.ts';

/** What the filter does to its connection. */
export interface FilterEffects {
  toClient(bytes: Buffer): void;
  toServer(bytes: Buffer): void;
  /** The transaction whose COMMIT was failed has ended: the client's next message may pass. */
  transactionEnded(): void;
  /** The statement was executed, its answer is withheld. */
  answerLost(): void;
}

const asyncOrCopy = new Set<number>([
  backend.copyInResponse,
  backend.copyOutResponse,
  backend.copyBothResponse,
  backend.copyData,
  backend.copyDone,
  backend.parameterStatus,
  backend.noticeResponse,
  backend.notificationResponse,
]);

const endsExecute = new Set<number>([
  backend.commandComplete,
  backend.emptyQueryResponse,
  backend.errorResponse,
  backend.portalSuspended,
]);

/**
 * Tampers with the answer of single statements, frame by frame, while the rest of the conversation passes:
 * replaces an error by the chosen one, ends a transaction for real whose COMMIT was failed, or keeps an answer from the client.
 */
export class AnswerFilter {
  readonly #reader: FrameReader;
  readonly #conversation: Conversation;
  readonly #effects: FilterEffects;
  #replacement: ProtocolError | undefined;
  #rollback: 'after-error' | 'running' | undefined;
  #loses = false;
  #lost = false;

  constructor(reader: FrameReader, conversation: Conversation, effects: FilterEffects) {
    this.#reader = reader;
    this.#conversation = conversation;
    this.#effects = effects;
  }

  /** False while every message may pass unseen. */
  get active(): boolean {
    return this.#replacement !== undefined || this.#rollback !== undefined || this.#loses;
  }

  /** The server will fail in this statement's place; its error reaches the client as `error`. */
  replaceError(pending: Pending, error: ProtocolError, endsTransaction: boolean): void {
    pending.plan = 'replace-error';
    this.#replacement = error;
    if (endsTransaction) this.#rollback = 'after-error';
  }

  /** This statement's answer, and what follows it, will not reach the client. */
  loseAnswer(pending: Pending): void {
    pending.plan = 'lose';
    this.#loses = true;
  }

  /** Takes one message of the server's; what is not dropped here is forwarded by the caller. */
  message(type: number): void {
    const { head } = this.#conversation;
    this.#conversation.answer(type, this.#reader);
    if (this.#rollback === 'running') this.#ownAnswer(type);
    else if (head?.plan === 'replace-error' && type === backend.errorResponse) this.#replaceError(head);
    else if (this.#rollback === 'after-error' && this.#replacement === undefined && type === backend.readyForQuery)
      this.#endTransaction();
    else if (this.#loses) this.#lose(type, head);
  }

  #replaceError(head: Pending): void {
    if (this.#replacement === undefined) return;
    head.statement?.failed(this.#replacement.sqlState, this.#replacement.message);
    this.#drop();
    this.#effects.toClient(errorResponse(this.#replacement));
    this.#replacement = undefined;
  }

  #endTransaction(): void {
    if (this.#conversation.status !== 'failed') {
      this.#transactionEnded();
      return;
    }
    this.#drop();
    this.#rollback = 'running';
    this.#conversation.own();
    this.#effects.toServer(query('ROLLBACK'));
  }

  /** Of the answer to the proxy's own ROLLBACK only ReadyForQuery reaches the client. */
  #ownAnswer(type: number): void {
    if (type === backend.commandComplete || type === backend.errorResponse) this.#drop();
    if (type === backend.readyForQuery) this.#transactionEnded();
  }

  #transactionEnded(): void {
    this.#rollback = undefined;
    this.#effects.transactionEnded();
  }

  #lose(type: number, head: Pending | undefined): void {
    if ((head?.plan !== 'lose' && !this.#lost) || asyncOrCopy.has(type)) return;
    this.#drop();
    const isExecuted = head?.kind === 'execute' && endsExecute.has(type);
    if (isExecuted) this.#lost = true;
    // An autocommit statement is executed for good only when its Sync is answered.
    if (type === backend.readyForQuery || (isExecuted && !this.#conversation.awaitsReady)) this.#effects.answerLost();
  }

  #drop(): void {
    this.#effects.toClient(this.#reader.takeBefore());
    this.#reader.discard();
  }
}
