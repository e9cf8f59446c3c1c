import type { EngineCapability } from './capabilities.ts';
import type { ServerAddress } from './server-address.ts';
import type { Migrations, TestDatabase } from './test-database.ts';

/** Names of the engines that can be asked for. */
export type EngineName = 'embedded' | 'system';

/** A way to get a database server: where it comes from, what it can show, how it starts. */
export interface Engine {
  readonly name: EngineName;
  readonly capabilities: ReadonlySet<EngineCapability>;
  /** True when `start` can work on this machine, else the reason in one sentence. */
  available(): Promise<true | string>;
  start(options?: StartOptions): Promise<DatabaseServer>;
}

/** How a server is started. */
export interface StartOptions {
  /** Server settings over the kit's own, such as `{ wal_level: 'logical', max_wal_senders: '4' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the data lives while the server runs; `auto` is memory where there is at least 2 GB of it, else the disk. */
  readonly storage?: Storage;
  /** Ends a start that takes longer, in milliseconds. */
  readonly deadlineMs?: number;
}

/** Where a server keeps its data: in memory when the machine has a memory file system with room, else on disk. */
export type Storage = 'auto' | 'memory' | 'disk';

/** What a new database is cloned from and how it is made. */
export interface CreateDatabaseOptions {
  /** Brings the template to its schema; without it the database is empty. */
  readonly migrations?: Migrations;
  /** Leaves the database in place at dispose, for a look at a failed test. */
  readonly keep?: boolean;
}

/** A running server; whoever started it disposes it, and a watchdog does when that process is gone. */
export interface DatabaseServer extends AsyncDisposable {
  readonly engine: EngineName;
  readonly version: string;
  readonly capabilities: ReadonlySet<EngineCapability>;
  /** Superuser, maintenance database, over the socket. */
  readonly adminUrl: string;
  /** Superuser, maintenance database, over loopback TCP. */
  readonly tcpAdminUrl: string;
  /** What another process needs to use this server; JSON. */
  readonly address: ServerAddress;
  createDatabase(options?: CreateDatabaseOptions): Promise<TestDatabase>;
}
