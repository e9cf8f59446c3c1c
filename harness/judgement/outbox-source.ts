import { callable, checkConfiguration, objectWith, someText } from '../../src/configuration/index.ts';
import { RustokError } from '../../src/errors/index.ts';
import { openAdminConnection } from '../counting/index.ts';
import { requireCommitted } from '../database/index.ts';
import type { EventSource } from './event-view.ts';

/** Where one's own service leaves its events. */
export interface OutboxSourceOptions {
  /** A URL that may read them. */
  readonly url: string;
  /** Gives the published events in order, `SELECT type, data FROM outbox ORDER BY id`; a row of one JSON object is that object. */
  readonly sql: string;
  /** Runs before each reading: the relay's step, where there is one. */
  readonly drain?: (() => unknown) | undefined;
}

const optionsSchema = objectWith({ url: someText, sql: someText, drain: callable.optional() });

/** Reads one's own outbox on a connection of its own, so that only what is committed counts as published; rejects with OUTBOX_NOT_READABLE when `sql` fails, and where nothing is ever committed. */
export function outboxSource<Event extends object = Readonly<Record<string, unknown>>>(
  options: OutboxSourceOptions,
): EventSource<Event> {
  checkConfiguration(optionsSchema, 'The configuration of outboxSource', options);
  const { url, sql, drain } = options;
  return {
    async published() {
      requireCommitted(url, 'outboxSource');
      await drain?.();
      await using connection = await openAdminConnection(url);
      try {
        return (await connection.query(sql)).map((row) => eventOf(row) as Event);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new RustokError('OUTBOX_NOT_READABLE', `outboxSource cannot read events by its sql (${sql}): ${reason}`, {
          cause,
        });
      }
    },
  };
}

function eventOf(row: Record<string, unknown>): object {
  const [only, ...others] = Object.values(row);
  return others.length === 0 && typeof only === 'object' && only !== null ? only : row;
}
