import { type NotedQuery, type PgClient, isAtRest, isInTransaction, queriesOf, queriesOn } from './client-queries.ts';
import { type CallSite, isBackground, readable } from './call-site.ts';
import type { Leak } from './leak.ts';
import type { Beginning } from './beginning.ts';

/** Runs one statement as the superuser, on any database of the server. */
export type AdminQuery = (text: string, values: readonly unknown[]) => Promise<unknown[]>;

/** A leak, and the server's id of the session that has it. */
export interface SessionLeak {
  readonly session: number | null;
  readonly leak: Leak;
}

interface Finding {
  readonly kind: 'session' | 'lock' | 'prepared';
  readonly pid: number | null;
  readonly state: string | null;
  readonly application: string | null;
  /** Of a prepared transaction its name: the server knows no more of it. */
  readonly statement: string;
  readonly lock: string | null;
  readonly age_ms: number;
}

// The kit's own sessions carry its name. An aborted transaction has no start. A lock's age is that of its session's last change, at most.
const FINDINGS = `
WITH sessions AS (
  SELECT pid, state, application_name, left(query, 500) AS query, xact_start, state_change FROM pg_stat_activity
   WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()
     AND application_name NOT LIKE 'rustok-testkit%')
SELECT 'session' AS kind, pid, state, application_name AS application, query AS statement, NULL AS lock,
       extract(epoch FROM clock_timestamp() - coalesce(xact_start, state_change))::float8 * 1000 AS age_ms
  FROM sessions WHERE xact_start IS NOT NULL OR state LIKE 'idle in transaction%'
UNION ALL
SELECT 'lock', l.pid, s.state, s.application_name, s.query,
       CASE l.objsubid WHEN 1 THEN (l.classid::bigint << 32 | l.objid::bigint)::text
                       ELSE l.classid::int8 || ', ' || l.objid::int8 END || CASE l.mode WHEN 'ShareLock' THEN ' (shared)' ELSE '' END,
       extract(epoch FROM clock_timestamp() - s.state_change)::float8 * 1000
  FROM pg_locks l JOIN pg_database d ON d.oid = l.database JOIN sessions s ON s.pid = l.pid
 WHERE l.locktype = 'advisory' AND l.granted AND d.datname = $1
UNION ALL
SELECT 'prepared', NULL, NULL, NULL, gid, NULL, extract(epoch FROM clock_timestamp() - prepared)::float8 * 1000
  FROM pg_prepared_xacts WHERE database = $1`;

/** What the server says was left open on the database since the watch began, with the stacks that this process knows. */
export async function leftOnServer(query: AdminQuery, database: string, since: Beginning): Promise<SessionLeak[]> {
  const findings = (await query(FINDINGS, [database])) as Finding[];
  const elapsedMs = since.elapsedMs();
  return findings.flatMap((finding) => {
    const call = callOf(finding, database);
    if (call !== undefined && isBackground(call.site)) return [];
    const isOlder = call === undefined ? finding.age_ms > elapsedMs : call.moment < since.moment;
    return isOlder ? [] : [leakOf(finding, call)];
  });
}

/** What this process knows of its own clients: for a server that cannot be asked while a transaction is open. */
export function leftByClients(database: string, since: Beginning): SessionLeak[] {
  return queriesOn(database).flatMap(({ client, opening }) =>
    isInTransaction(client) ? ofClient(client, opening, since, 'is in a transaction') : [],
  );
}

/** The statements of this process's own clients that wait for their answer, whether the server has begun them or not. */
export function unanswered(database: string, since: Beginning): SessionLeak[] {
  return queriesOn(database).flatMap(({ client, latest }) =>
    isAtRest(client) ? [] : ofClient(client, latest, since, `is still running: ${latest?.text.slice(0, 500)}`),
  );
}

function ofClient(client: PgClient, call: NotedQuery | undefined, since: Beginning, does: string): SessionLeak[] {
  if (call === undefined || call.moment < since.moment || isBackground(call.site)) return [];
  const session = client.processID ?? null;
  const what = `session ${session ?? 'of this process'} ${does}`;
  return [{ session, leak: { kind: 'open-transaction', what, stack: readable(call.site) } }];
}

/** The call that left it open, as far as this process knows; of the first moment when that was before the first watch. */
function callOf({ kind, pid }: Finding, database: string): NotedQuery | undefined {
  const queries = pid === null ? undefined : queriesOf(pid, database);
  if (queries === undefined) return undefined;
  const { connected, latest } = queries;
  const noted = kind === 'lock' ? queries.locking : queries.opening;
  // A client that has been followed from the start took the lock by a statement that does not say so.
  if (noted !== undefined || latest === undefined) return noted;
  return connected === undefined ? { ...latest, moment: 0 } : latest;
}

function leakOf(finding: Finding, call: { readonly site: CallSite } | undefined): SessionLeak {
  const { kind, statement } = finding;
  const known = kind === 'prepared' ? `its name: ${statement}` : `its last statement: ${statement}`;
  const stack = call === undefined ? known : readable(call.site);
  return { session: kind === 'lock' ? null : finding.pid, leak: { ...kindAndWords(finding), stack } };
}

function kindAndWords(finding: Finding): Pick<Leak, 'kind' | 'what'> {
  const { kind, pid, state, application, statement, lock } = finding;
  const session = `session ${pid}${application === '' || application === null ? '' : ` (${application})`}`;
  switch (kind) {
    case 'prepared':
      return {
        kind: 'open-transaction',
        what: `the transaction ${statement} is prepared, and neither committed nor rolled back`,
      };
    case 'lock':
      return { kind: 'advisory-lock', what: `${session} holds the advisory lock ${lock}` };
    case 'session':
      return state?.startsWith('idle') === true
        ? { kind: 'idle-in-transaction', what: `${session} is ${state}` }
        : { kind: 'open-transaction', what: `${session} is still running: ${statement}` };
  }
}
