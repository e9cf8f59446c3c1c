import { setImmediate as turn } from 'node:timers/promises';
import type { Session } from './session.ts';

/** Resolves when the server says that `session` waits for a lock; throws when its statement ended without. The check's own deadline bounds it. */
export async function waitsForLock(admin: Session, session: Session, statement: Promise<unknown>): Promise<void> {
  const ended = statement.then(
    () => true,
    () => true,
  );
  for (;;) {
    const [[waits] = []] = await admin.rows('SELECT wait_event_type FROM pg_stat_activity WHERE pid = $1', [
      session.processId,
    ]);
    if (waits === 'Lock') return;
    if (await Promise.race([ended, turn(false)])) throw new Error('a lock was to be waited for: saw the statement end');
  }
}
