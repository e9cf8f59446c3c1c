import type { DatabaseServer } from '../engine.ts';
import type { KeptDatabase } from '../kept/kept-database.ts';
import type { Migrations, TestDatabase } from '../test-database.ts';

/**
 * How a test gets a database that no other test has written to, the cheapest first: a session that is rolled back, a database
 * whose rows are deleted between tests, a database of one's own, a server of one's own.
 */
export type IsolationTier = 'rollback' | 'reset' | 'clone' | 'cluster';

/** The test that a database is for; told by `db list` when its data is kept. */
export interface IsolatedTest {
  readonly id: string;
  readonly name: string;
}

/** A test's database; disposing it gives it back. On the tier rollback, what one session cannot show throws a `TierError`. */
export interface IsolatedDatabase extends TestDatabase {
  readonly tier: IsolationTier;
}

/** What databases are made of, and how many wait ready. */
export interface OpenIsolationOptions {
  readonly tier: IsolationTier;
  readonly migrations?: Migrations | undefined;
  /** Where the databases are made; default: this runner's shared server. The tier cluster starts servers of its own. */
  readonly server?: DatabaseServer | undefined;
  /** Databases that wait ready, made in the background. Default 2 for clone; reset, rollback and cluster make theirs when asked. */
  readonly warm?: number | undefined;
  /** Keeps the template for the next runs, by building it once more when this isolation is disposed. Default true. */
  readonly remember?: boolean | undefined;
  /** Tier cluster: server settings over the kit's own, such as `{ wal_level: 'logical', max_wal_senders: '4' }`; refused with another tier. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Tier reset: counts the rows of every table after each reset, and fails where one is left. Default false. */
  readonly verifyReset?: boolean | undefined;
}

/** Databases of one tier for the tests of one worker, one after another or side by side. */
export interface Isolation extends AsyncDisposable {
  readonly tier: IsolationTier;
  /** A database that looks as the migrations left it. */
  acquire(test?: IsolatedTest): Promise<IsolatedDatabase>;
  /** Keeps a failed test's data beyond the run; call it before the database is disposed. */
  keep(database: IsolatedDatabase): Promise<KeptDatabase>;
  /** Resolves when nothing is being made or dropped; rejects with what failed in the background. */
  drained(): Promise<void>;
}
