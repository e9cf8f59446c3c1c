import type { AdminConnection } from '../../../harness/counting/index.ts';
import type { PublishedEnvelope, StateRow } from '../../contract/index.ts';
import { ConfigurationError } from '../../configuration/index.ts';
import type { ServiceFile } from '../file/service-file.ts';
import type { Sink } from '../sink/sink.ts';
import { messageOf } from '../message-of.ts';

/** The committed rows of every query under `state`, in one snapshot. */
export async function readState(admin: AdminConnection, { state = {} }: ServiceFile): Promise<StateRow[]> {
  const queries = Object.entries(state).map(
    ([table, sql]) => `SELECT '${table.replaceAll("'", "''")}' AS "table", to_jsonb(t) AS row FROM (${sql}) t`,
  );
  if (queries.length === 0) return [];
  return admin.query<{ table: string; row: StateRow['row'] }>(queries.join('\nUNION ALL\n'));
}

/** What a consumer has received, by the sink or by the query under `events`; each event has its id under `id`. */
export async function readPublished(
  admin: AdminConnection,
  sink: Sink,
  { events }: ServiceFile,
): Promise<PublishedEnvelope[]> {
  const received = events?.sql === undefined ? sink.received : await readEvents(admin, events.sql);
  const name = events?.id ?? 'id';
  return received.map((event) => {
    const id = event[name];
    return id === undefined ? event : { ...event, id };
  });
}

/** A row of one JSON object is that object. */
async function readEvents(admin: AdminConnection, sql: string): Promise<PublishedEnvelope[]> {
  const rows = await admin.query<{ row: PublishedEnvelope }>(`SELECT to_jsonb(t) AS row FROM (${sql}) t`);
  return rows.map(({ row }) => {
    const [only, ...others] = Object.values(row);
    const isWhole = others.length === 0 && typeof only === 'object' && only !== null && !Array.isArray(only);
    return isWhole ? (only as PublishedEnvelope) : row;
  });
}

/** True when the condition under `drained` holds. */
export async function isDrained(admin: AdminConnection, condition: string): Promise<boolean> {
  const [row] = await admin.query<{ drained: unknown }>(`SELECT (${condition}) AS drained`);
  return row?.drained === true;
}

async function checkCondition(admin: AdminConnection, condition: string): Promise<void> {
  const [row] = await admin.query<{ type: string }>(`SELECT pg_typeof((${condition}))::text AS type`);
  if (row?.type !== 'boolean')
    throw new Error(
      `expected a condition such as NOT EXISTS (SELECT FROM outbox), true or false; this is a ${row?.type}`,
    );
}

/** Tries every query of the file once; a `ConfigurationError` names those that the database refuses. */
export async function checkQueries(admin: AdminConnection, file: ServiceFile): Promise<void> {
  const tries: [readonly string[], () => Promise<unknown>][] = Object.entries(file.state ?? {}).map(([table, sql]) => [
    ['state', table],
    () => readState(admin, { ...file, state: { [table]: sql } }),
  ]);
  const { events, drained } = file;
  if (events?.sql !== undefined) tries.push([['events', 'sql'], () => readEvents(admin, events.sql ?? '')]);
  if (drained !== undefined) tries.push([['drained', 'when'], () => checkCondition(admin, drained.when)]);
  if (file.background !== undefined)
    tries.push([['background'], () => admin.query(`SELECT '' ~* $1`, [file.background])]);
  const mistakes = [];
  for (const [path, attempt] of tries) {
    try {
      await attempt();
    } catch (error) {
      mistakes.push({ path: file.placeOf(path), message: `${path.join('.')}: ${messageOf(error)}` });
    }
  }
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
}
