import type { Database } from './database.ts';
import { Deadline } from './deadline.ts';
import { translateDatabaseError } from './translate-error.ts';

/** Runs reads that need no transaction: bounded by the deadline as a whole, errors translated. `operation` is named by a `DeadlineError`. */
export async function withinDeadline<T>(
  database: Database,
  operation: string,
  read: () => Promise<T>,
  options: { readonly deadlineMs?: number } = {},
): Promise<T> {
  const deadline = new Deadline(Math.min(options.deadlineMs ?? database.deadlineMs, database.deadlineMs));
  try {
    return await deadline.race(operation, read());
  } catch (error) {
    throw translateDatabaseError(error, deadline.totalMs);
  }
}
