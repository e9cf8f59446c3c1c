import type { Transaction as TransactionType } from 'sequelize';
import { checkConfiguration, objectWith, sources } from '../configuration/index.ts';
import {
  type Database,
  QueryTypes,
  Transaction,
  inTransaction,
  noteTransactionId,
  openedDatabase,
  translateDatabaseError,
  withinDeadline,
} from '../database/index.ts';
import { RustokError } from '../errors/index.ts';
import {
  type Clock,
  type EventEnvelope,
  type TransactionalEventTransport,
  encodeEnvelope,
  systemClock,
} from '../events/index.ts';

export interface OutboxTransportOptions {
  readonly database: Database;
  readonly clock?: Clock | undefined;
}

// created_at is left to its default, the moment of the insert: it keeps the order of one transaction's events whatever makes
// their ids. The transaction's id comes back with the row, so that COMMIT need not ask for it.
const INSERT = `
INSERT INTO sys_events (id, event_type, schema_version, payload, tenant_id)
VALUES ($1::uuid, $2, $3::smallint, $4::jsonb, $5::uuid)
RETURNING pg_current_xact_id()::text AS transaction_id`;

const ACKNOWLEDGE = `
UPDATE sys_events SET status = 'dispatched', dispatched_at = $2::timestamptz, claimed_by = NULL, claimed_at = NULL
WHERE id = $1::uuid AND status = 'pending'`;

const optionsSchema = objectWith({ database: openedDatabase, clock: sources.clock });

/** Writes envelopes into `sys_events`, from where the relay carries them on: an event exists if and only if its transaction committed. */
export class OutboxTransport implements TransactionalEventTransport<TransactionType> {
  readonly reliabilityLevel = 'outbox';
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(options: OutboxTransportOptions) {
    checkConfiguration(optionsSchema, 'The configuration of the outbox transport', options);
    this.#database = options.database;
    this.#clock = options.clock ?? systemClock;
  }

  /** Writes the whole envelope in the given transaction of this database; refuses anything that is not one. */
  async publishInTransaction(transaction: TransactionType, envelope: EventEnvelope): Promise<void> {
    this.#refuseForeign(transaction);
    const payload = encodeEnvelope(envelope);
    const bind = [envelope.id, envelope.eventType, envelope.schemaVersion, JSON.stringify(payload), envelope.tenantId];
    try {
      const rows = await this.#database.sequelize.query<{ transaction_id: string }>(INSERT, {
        bind,
        transaction,
        type: QueryTypes.SELECT,
      });
      if (rows[0] !== undefined) noteTransactionId(transaction, rows[0].transaction_id);
    } catch (error) {
      throw translateDatabaseError(error, this.#database.deadlineMs);
    }
  }

  /** Writes the envelope in a transaction of its own. */
  async publish(envelope: EventEnvelope): Promise<void> {
    await this.publishBatch([envelope]);
  }

  /** Writes the envelopes in the order given, all or none. */
  async publishBatch(envelopes: readonly EventEnvelope[]): Promise<void> {
    if (envelopes.length === 0) return;
    await inTransaction(this.#database, async (transaction) => {
      for (const envelope of envelopes) await this.publishInTransaction(transaction, envelope);
    });
  }

  /** Marks the event as dispatched, so that the relay does not deliver it again; a second time changes nothing. */
  async acknowledge(eventId: string): Promise<void> {
    const bind = [eventId, this.#clock.now().toISOString()];
    await withinDeadline(this.#database, 'Acknowledging an event', () =>
      this.#database.sequelize.query(ACKNOWLEDGE, { bind }),
    );
  }

  // Sequelize would write without a transaction if none were given, and over another pool's connection if that were given.
  #refuseForeign(transaction: unknown): void {
    const isOurs =
      transaction instanceof Transaction &&
      'sequelize' in transaction &&
      transaction.sequelize === this.#database.sequelize;
    if (isOurs) return;
    throw new RustokError(
      'TRANSACTION_REQUIRED',
      'publishInTransaction needs an open transaction of the database that the outbox lies in.',
    );
  }
}
