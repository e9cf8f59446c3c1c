import type { CallSite } from './call-site.ts';
import { nextMoment } from './moments.ts';

/** What is read of a client of pg. */
export interface PgClient {
  readonly database?: string;
  readonly processID?: number | null;
  readonly readyForQuery?: boolean;
  getTransactionStatus?(): string | null;
  once(event: 'end', listener: () => void): unknown;
}

/** One call of `query` that is remembered. */
export interface NotedQuery {
  readonly moment: number;
  readonly site: CallSite;
  readonly text: string;
}

/** The calls of one client by which it may have left something open. */
export interface ClientQueries {
  readonly client: PgClient;
  /** When it connected; missing when that was before the first watch. */
  readonly connected?: number;
  latest?: NotedQuery;
  /** The call that was sent outside of a transaction, after which there was one; missing when that was before the first watch. */
  opening?: NotedQuery;
  locking?: NotedQuery;
}

const clients = new Map<PgClient, ClientQueries>();

const begins = /^\s*(?:begin|start\s+transaction)\b/i;

/** Remembers that a client connects. */
export function noteConnection(client: PgClient): void {
  follow({ client, connected: nextMoment() });
}

/** Remembers a call of `query`, when it may be the one that opens a transaction or takes an advisory lock. */
export function noteQuery(client: PgClient, query: unknown, site: CallSite): void {
  const noted = { moment: nextMoment(), site, text: textOf(query) };
  const queries = clients.get(client) ?? follow({ client });
  queries.latest = noted;
  if (!isInTransaction(client) && (isAtRest(client) || begins.test(noted.text))) queries.opening = noted;
  if (noted.text.includes('advisory')) queries.locking = noted;
}

/** The calls of the client of this process that is the session `pid` on that database. */
export function queriesOf(pid: number, database: string): ClientQueries | undefined {
  for (const queries of clients.values()) {
    if (queries.client.processID === pid && queries.client.database === database) return queries;
  }
  return undefined;
}

/** The calls of every client of this process on that database. */
export function queriesOn(database: string): ClientQueries[] {
  return [...clients.values()].filter(({ client }) => client.database === database);
}

/** Whether the server has told the client that it is in a transaction. */
export function isInTransaction(client: PgClient): boolean {
  const status = client.getTransactionStatus?.();
  return status === 'T' || status === 'E';
}

/** Not while a call waits for its answer: what that one does is not known yet. */
export function isAtRest({ readyForQuery }: PgClient): boolean {
  return readyForQuery !== false;
}

function follow(queries: ClientQueries): ClientQueries {
  const { client } = queries;
  clients.set(client, queries);
  client.once('end', () => clients.delete(client));
  return queries;
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  const { text } = (query ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : '';
}
