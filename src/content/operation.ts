import type { Transaction } from 'sequelize';
import type { SecurityContext } from '../access/index.ts';
import { type Database, inTransaction } from '../database/index.ts';
import {
  type Clock,
  type DomainEvent,
  type IdSource,
  type TransactionalEventBus,
  runInOperation,
} from '../events/index.ts';
import { explainViolation } from './constraint-errors.ts';
import { type NodeModels, nodeModels } from './models.ts';
import type { OperationOptions } from './write-options.ts';

/** What the content operations are made of. */
export interface NodeDependencies {
  readonly database: Database;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** One open transaction of one caller. */
export interface NodeWork extends NodeDependencies, NodeModels {
  readonly transaction: Transaction;
  readonly context: SecurityContext;
  /** The time of the clock, RFC 3339 in milliseconds. Asked after a row was locked, so that versions and times agree in order. */
  readonly now: () => string;
  /** Writes the events into the transaction, in this order. */
  readonly publish: (...events: readonly DomainEvent[]) => Promise<void>;
}

/** Runs `work` as one operation in one transaction: its events share a correlation id, and violated constraints become conflicts and validation errors. */
export async function runOperation<T>(
  dependencies: NodeDependencies,
  context: SecurityContext,
  options: OperationOptions,
  work: (work: NodeWork) => Promise<T>,
): Promise<T> {
  const { database } = dependencies;
  try {
    return await runInOperation(() =>
      inTransaction(database, (transaction) => work(openWork(dependencies, context, transaction)), options),
    );
  } catch (error) {
    throw explainViolation(error, context.tenantId);
  }
}

function openWork(dependencies: NodeDependencies, context: SecurityContext, transaction: Transaction): NodeWork {
  const { bus, clock, database } = dependencies;
  return {
    ...dependencies,
    ...nodeModels(database.sequelize),
    transaction,
    context,
    now: () => clock.now().toISOString(),
    publish: async (...events) => {
      for (const event of events) {
        await bus.publishInTransaction(transaction, context.tenantId, context.userId, event);
      }
    },
  };
}
