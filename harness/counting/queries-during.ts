import { isRustokError } from '../../src/errors/index.ts';
import { checkDuringOptions } from './check-options.ts';
import { type QueryCounter, countQueries } from './count-queries.ts';
import type { QueryPattern } from './pattern.ts';
import type { CountedStatement, QueryCount } from './query-count.ts';
import { type StatementSource, type WireCount, countOnWire, lastSequence } from './wire-count.ts';

/** What to count while a function runs, and by which witnesses. */
export interface QueriesDuringOptions {
  readonly pattern: QueryPattern;
  /** A superuser's URL of the database, not through the proxy; without it the wire is the only witness. */
  readonly adminUrl?: string;
  /** A proxy that the application's statements pass; it also sees the ones that fail. */
  readonly proxy?: StatementSource;
  /** How long to wait, after the function has settled, for open statements and transactions to end (default 1000 ms). */
  readonly settleMs?: number;
}

/**
 * Counts the statements of a database while `work` runs. With a proxy and an admin URL two witnesses are compared: completed portals at
 * the wire and top-level calls of pg_stat_statements; where they disagree the verdict is inconclusive and says what each one saw.
 */
export async function queriesDuring(work: () => Promise<unknown>, options: QueriesDuringOptions): Promise<QueryCount> {
  checkDuringOptions({ work, options });
  const { adminUrl, proxy, pattern } = options;
  const counter = adminUrl === undefined ? undefined : await openCounter({ ...options, adminUrl });
  try {
    const start = proxy === undefined ? 0 : await lastSequence(proxy);
    await work();
    const server = await counter?.read();
    const wire = proxy === undefined ? undefined : await countOnWire(proxy, pattern, start);
    return combine(server, wire);
  } finally {
    await counter?.[Symbol.asyncDispose]();
  }
}

/** Without pg_stat_statements a proxy can still count, and the grade says so. */
async function openCounter(options: QueriesDuringOptions & { adminUrl: string }): Promise<QueryCounter | undefined> {
  try {
    return await countQueries(options);
  } catch (error) {
    if (options.proxy !== undefined && isRustokError(error, 'COUNTING_UNAVAILABLE')) return undefined;
    throw error;
  }
}

function combine(server: QueryCount | undefined, wire: WireCount | undefined): QueryCount {
  if (server === undefined) return wireOnly(wire ?? { count: 0, failed: 0, reasons: [], statements: [] });
  if (wire === undefined) return server;
  const reasons = [...server.reasons, ...wire.reasons];
  if (server.count !== wire.count) reasons.push(disagreement(server, wire));
  return { ...server, failed: wire.failed, reasons, verdict: reasons.length === 0 ? 'counted' : 'inconclusive' };
}

function wireOnly(wire: WireCount): QueryCount {
  return { ...wire, verdict: wire.reasons.length === 0 ? 'counted' : 'inconclusive', grade: 'wire', nested: 0 };
}

function disagreement(server: QueryCount, wire: WireCount): string {
  const cause = server.count > wire.count ? 'statements bypass the proxy' : 'the server did not count all of them';
  const atServer = describe(server.statements.filter((one) => one.toplevel));
  return `the server counted ${server.count} and the wire ${wire.count}: ${cause}. Server: ${atServer}; wire: ${describe(wire.statements)}`;
}

function describe(statements: readonly CountedStatement[]): string {
  return statements.map((one) => `${one.calls} × ${one.text.slice(0, 80)}`).join(', ') || 'none';
}
