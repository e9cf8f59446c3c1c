import type { Options } from 'sequelize';
import { pgModule, PgClient } from './pg.ts';
import type { Sockets } from './sockets.ts';

/** Whether pg can read it. Its own parser takes any text for the name of a database. */
export function isDatabaseUrl(url: unknown): boolean {
  if (typeof url !== 'string' || !/^postgres(?:ql)?:\/\//i.test(url)) return false;
  try {
    return typeof new PgClient({ connectionString: url }).host === 'string';
  } catch {
    return false;
  }
}

/** Sequelize's options for a pool at `url`, in which nothing waits longer than `deadlineMs`. */
export function connectionOptions(url: string, sockets: Sockets, limits: { max: number; deadlineMs: number }): Options {
  const { user, password, host, port, database, ssl } = new PgClient({ connectionString: url }) as ParsedClient;
  const wholeMs = Math.max(1, Math.ceil(limits.deadlineMs));
  return {
    dialect: 'postgres',
    dialectModule: pgModule,
    host,
    port,
    ...(database !== undefined && { database }),
    ...(user !== undefined && { username: user }),
    ...(typeof password === 'string' && { password }),
    pool: { max: limits.max, min: 0, acquire: wholeMs },
    // The session is set up by start-up parameters: a statement for it would cost a round trip a connection,
    // and a connection whose set-up statement hangs would be lost to Sequelize's pool.
    databaseVersion: '15.0.0',
    keepDefaultTimezone: true,
    dialectOptions: {
      clientMinMessages: 'ignore',
      options: '-c TimeZone=UTC -c client_min_messages=warning',
      application_name: 'rustok-services',
      statement_timeout: wholeMs,
      idle_in_transaction_session_timeout: wholeMs,
      query_timeout: wholeMs,
      connectionTimeoutMillis: wholeMs,
      keepAlive: true,
      stream: () => sockets.create(),
      ...(ssl !== false && { ssl }),
    },
  } as Options;
}

interface ParsedClient {
  readonly user?: string;
  readonly password?: unknown;
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  readonly ssl: unknown;
}
