import type { ContentWorld } from './content-world.ts';

/** Waits until `count` sessions of this database wait for a lock; throws after ten seconds. */
export async function untilBlocked({ sql }: ContentWorld, count: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const [row] = await sql<{ blocked: number }>(`SELECT count(*)::int AS blocked FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    if ((row?.blocked ?? 0) >= count) return;
  }
  throw new Error(`fewer than ${count} sessions came to wait for a lock within 10 s`);
}
