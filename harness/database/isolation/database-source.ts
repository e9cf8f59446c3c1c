import type { DatabaseServer } from '../engine.ts';
import type { TestDatabase } from '../test-database.ts';

/** Where a tier's databases come from and where they go. */
export interface DatabaseSource extends AsyncDisposable {
  /** A database that looks as the migrations left it. */
  take(): Promise<TestDatabase>;
  /** Takes a database back when its test has ended; resolves when the test's work is undone, or will be before anybody can see it. */
  giveBack(database: TestDatabase): Promise<void>;
  /** Gives a database up with its data committed and its sessions free to be looked at; returns the server that it lies on. */
  giveUp(database: TestDatabase): Promise<DatabaseServer>;
  /** Resolves when nothing goes on in the background; rejects with what failed there. */
  drained(): Promise<void>;
}
