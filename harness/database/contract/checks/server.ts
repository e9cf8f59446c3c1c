import { setImmediate as turn } from 'node:timers/promises';
import type { CapabilityCheck } from '../capability-check.ts';
import { seen } from '../seen.ts';

/** What a server does beside answering statements. */
export const serverChecks: readonly CapabilityCheck[] = [
  {
    capability: 'notify',
    title: 'a listener hears of a COMMIT in another session, and not of a ROLLBACK before it',
    async run({ session, table }) {
      const [listener, speaker] = [await session(), await session()];
      await listener.rows(`LISTEN ${table}`);
      await speaker.rows('BEGIN');
      await speaker.rows(`NOTIFY ${table}, 'rolled back'`);
      await speaker.rows('ROLLBACK');
      await speaker.rows('BEGIN');
      await speaker.rows(`NOTIFY ${table}, 'committed'`);
      await speaker.rows('COMMIT');
      while (listener.notifications.length === 0) {
        await listener.rows('SELECT 1');
        await turn();
      }
      seen('the notifications', listener.notifications, [`${table} committed`]);
    },
  },
  {
    capability: 'kill',
    title: 'a session that is terminated loses its transaction, and the others stay',
    async run({ session, table, database }) {
      const [victim, other, admin] = [await session(), await session(), await session(database.adminUrl)];
      await victim.rows('BEGIN');
      await victim.rows(`DELETE FROM ${table}`);
      const [[pid] = []] = await victim.rows('SELECT pg_backend_pid()');
      const [[otherPid] = []] = await other.rows('SELECT pg_backend_pid()');
      seen('the two sessions are one', pid === otherPid, false);
      const ended = new Promise((resolve) => victim.client.once('end', resolve));
      seen('the kill', await admin.rows('SELECT pg_terminate_backend($1)', [pid]), [[true]]);
      await ended;
      await other.rows(`UPDATE ${table} SET value = value WHERE id = 1`);
      seen('the rows', await other.rows(`SELECT count(*)::int FROM ${table}`), [[2]]);
    },
  },
  {
    capability: 'statement-timeout',
    title: 'a statement that takes longer than it may ends with 57014',
    async run({ session }) {
      const slow = await session();
      await slow.rows(`SET statement_timeout = '20ms'`);
      seen('the failure', await slow.failure('SELECT pg_sleep(0.5)'), '57014');
    },
  },
  {
    capability: 'exact-counting',
    title: 'pg_stat_statements counts seven executions, and three nested ones, as the application made them',
    async run({ session, database, table }) {
      const [application, admin] = [await session(), await session(database.adminUrl)];
      await admin.rows('CREATE SCHEMA IF NOT EXISTS counting');
      await admin.rows('CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA counting');
      const [[schema] = []] = await admin.rows(
        `SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_stat_statements'`,
      );
      for (let time = 0; time < 7; time += 1) await application.rows(`SELECT value FROM ${table} WHERE id = 1`);
      await application.rows(
        `DO $$ BEGIN FOR i IN 1..3 LOOP PERFORM count(*) FROM ${table} AS nested_${table}; END LOOP; END $$`,
      );
      const callsOf = (pattern: string): Promise<unknown[][]> =>
        admin.rows(
          `SELECT sum(calls)::int FROM ${String(schema)}.pg_stat_statements JOIN pg_database d ON d.oid = dbid
            WHERE d.datname = current_database() AND query LIKE $1 AND query NOT LIKE 'DO%'`,
          [pattern],
        );
      seen('the executions', await callsOf(`SELECT value FROM ${table} WHERE%`), [[7]]);
      seen('the nested ones', await callsOf(`%nested_${table}%`), [[3]]);
    },
  },
  {
    capability: 'own-xmin',
    title: 'an open transaction of another database does not hold back xmin',
    async run({ session, table, another }) {
      const [neighbour, own] = [await session((await another()).url), await session()];
      await neighbour.rows('BEGIN');
      await neighbour.rows('SELECT pg_current_xact_id()');
      await own.rows(`UPDATE ${table} SET value = value + 1`);
      await own.rows('BEGIN');
      const [[lag] = []] = await own.rows(
        `SELECT pg_snapshot_xmax(pg_current_snapshot())::text::int - pg_snapshot_xmin(pg_current_snapshot())::text::int`,
      );
      seen('the transactions between xmin and xmax', lag, 0);
    },
  },
];
