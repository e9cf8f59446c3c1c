import type { EngineCapability } from './capabilities.ts';
import type { EngineName } from './engine-names.ts';
import type { ServerAddress } from './server-address.ts';
import type { Migrations, TestDatabase } from './test-database.ts';

export type { EngineName } from './engine-names.ts';

/** A way to get a database server: where it comes from, what it can show, how it starts. */
export interface Engine {
  readonly name: EngineName;
  /** What it is, in a few words. */
  readonly title: string;
  /** What it can show at most; the contract suite holds it to this in both directions. */
  readonly capabilities: ReadonlySet<EngineCapability>;
  /** Which of these a server of it may lack; the server's own `capabilities` say so. */
  readonly varying?: ReadonlySet<EngineCapability>;
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
  /** Engine `url`: the server to use; default RUSTOK_TESTKIT_DATABASE_URL. */
  readonly url?: string;
  /** Engine `url`: what would be refused otherwise; default RUSTOK_TESTKIT_DATABASE_ALLOW, separated by commas. */
  readonly allow?: readonly UrlPermission[];
  /** Engine `container`: the image; default RUSTOK_TESTKIT_POSTGRES_IMAGE, else the official one. */
  readonly image?: string;
  /** Engines `pglite` and `pg-mem`: how long a session waits for the open transaction of another one; default 5000. */
  readonly sessionWaitMs?: number;
  /** Why this engine was taken, for `chosen`. */
  readonly because?: string;
}

/** Says that a database server which looks like somebody's own is meant all the same. */
export type UrlPermission = 'remote-host' | 'unmarked-database';

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
  /** Which engine was taken and why. */
  readonly chosen: string;
  /** Superuser, maintenance database, over the socket where there is one. */
  readonly adminUrl: string;
  /** Superuser, maintenance database, over TCP where it can. */
  readonly tcpAdminUrl: string;
  /** What another process needs to use this server; JSON. */
  readonly address: ServerAddress;
  createDatabase(options?: CreateDatabaseOptions): Promise<TestDatabase>;
}
