import type { EngineCapability } from './capabilities.ts';

/** A database of one's own for one test; disposing drops it. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  /** The application's role over the Unix socket: owns the schema, is no superuser. */
  readonly url: string;
  /** A superuser in the same database. */
  readonly adminUrl: string;
  /** The application's role over loopback TCP, for a proxy or a client that knows no sockets. */
  readonly tcpUrl: string;
  readonly tcpAdminUrl: string;
  readonly engine: string;
  readonly version: string;
  readonly capabilities: ReadonlySet<EngineCapability>;
}

/** How a template database gets its schema; the same hash means the same schema. */
export interface Migrations {
  hash(): string | Promise<string>;
  /** Migrates the database at `url`, as the role that will own the schema; leaves no connection open. */
  run(url: string): Promise<void>;
}
