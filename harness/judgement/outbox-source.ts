import { openAdminConnection } from '../counting/index.ts';
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

/** Reads one's own outbox on a connection of its own, so that only what is committed counts as published. */
export function outboxSource<Event extends object = Readonly<Record<string, unknown>>>({
  url,
  sql,
  drain,
}: OutboxSourceOptions): EventSource<Event> {
  return {
    async published() {
      await drain?.();
      await using connection = await openAdminConnection(url);
      return (await connection.query(sql)).map((row) => eventOf(row) as Event);
    },
  };
}

function eventOf(row: Record<string, unknown>): object {
  const [only, ...others] = Object.values(row);
  return others.length === 0 && typeof only === 'object' && only !== null ? only : row;
}
