import type { Settlement } from './outcome.ts';

/** How the work settles, or that it had not within `limitMs`; never rejects. */
export async function settlementOf(work: () => Promise<unknown>, limitMs: number): Promise<Settlement> {
  const { promise: limit, resolve } = Promise.withResolvers<Settlement>();
  const timer = setTimeout(() => resolve({ kind: 'unsettled' }), limitMs);
  const settled = Promise.resolve()
    .then(work)
    .then(
      (): Settlement => ({ kind: 'resolved' }),
      (error: unknown): Settlement => ({ kind: 'rejected', error }),
    );
  try {
    return await Promise.race([settled, limit]);
  } finally {
    clearTimeout(timer);
  }
}
