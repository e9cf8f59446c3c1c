import type { Transaction } from 'sequelize';
import type { TestDatabase } from '../../harness/database/index.ts';
import type { Database } from '../../src/database/index.ts';
import type { Clock, TransactionalEventTransport } from '../../src/events/index.ts';
import type { Capture, Encode } from './capture.ts';
import type { HttpMistake } from './http/http-mistake.ts';

/** Runs work in one transaction and resolves when it is committed. */
export type RunTransaction = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

/** The parts that the reference is wired of; a saboteur exchanges some. */
export interface ReferenceParts {
  readonly transport: TransactionalEventTransport<Transaction>;
  readonly runTransaction: RunTransaction;
  /** Surrounds every call of an operation. */
  readonly callOperation: <T>(call: () => Promise<T>) => Promise<T>;
  /** Delivers everything that is due to the capture, at the moment that the clock shows. */
  readonly relay: (clock?: Clock) => Promise<void>;
  readonly encode: Encode;
}

/** What the parts stand on. */
export interface Foundation {
  readonly database: Database;
  /** The relay's own pool. */
  readonly relayDatabase: Database;
  readonly capture: Capture;
}

/** One deliberate mistake: which parts it exchanges, given the right ones. */
export interface Mistake {
  readonly parts?: (right: ReferenceParts, foundation: Foundation) => Partial<ReferenceParts>;
  /** What is different in the database, as SQL for a superuser. */
  readonly schema?: (database: TestDatabase) => string;
  /** What is different in the served application. */
  readonly http?: HttpMistake;
  /** The deadline that the database is really opened with, whatever is declared. */
  readonly databaseDeadlineMs?: number;
}
