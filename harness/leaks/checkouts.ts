import { type CallSite, isBackground, readable } from './call-site.ts';
import { nextMoment } from './moments.ts';
import type { SessionLeak } from './sessions.ts';
import { isWatched } from './watched.ts';

interface Checkout {
  readonly moment: number;
  readonly site: CallSite;
}

const checkouts = new Map<object, Checkout>();

/** A pool has handed this connection out, to the caller at `site`. */
export function noteCheckout(connection: object, site: CallSite): void {
  if (isWatched()) checkouts.set(connection, { moment: nextMoment(), site });
}

/** The connection is back in its pool, or gone. */
export function noteReturn(connection: object): void {
  checkouts.delete(connection);
}

/** The connections to that database handed out since `since` and not given back. */
export function heldConnections(database: string, since: number): SessionLeak[] {
  const held = [...checkouts].filter(
    ([connection, { moment, site }]) => moment >= since && databaseOf(connection) === database && !isBackground(site),
  );
  return held.map(([connection, { site }]) => {
    const session = sessionOf(connection);
    const what = `a connection of a pool was not given back${session === null ? '' : ` (session ${session})`}`;
    return { session, leak: { kind: 'checked-out-connection', what, stack: readable(site) } };
  });
}

function databaseOf(connection: object): unknown {
  return 'database' in connection ? connection.database : undefined;
}

function sessionOf(connection: object): number | null {
  return 'processID' in connection && typeof connection.processID === 'number' ? connection.processID : null;
}
