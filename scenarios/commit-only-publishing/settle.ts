import type { Subject } from '../contract/index.ts';

/** How a call ended for its caller. */
export type Settlement =
  | { readonly kind: 'resolved' }
  | { readonly kind: 'rejected'; readonly error: unknown }
  | { readonly kind: 'stuck'; readonly afterMs: number };

const leastGraceMs = 2_000;

/** A call that is still open long after its declared deadline is stuck; the grace, as long again, is for a busy machine. */
export function settlement(subject: Subject, call: Promise<unknown>): Promise<Settlement> {
  const patienceMs = subject.deadlineMs + Math.max(subject.deadlineMs, leastGraceMs);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs, { kind: 'stuck', afterMs: patienceMs });
    const settle = (outcome: Settlement) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    call.then(
      () => settle({ kind: 'resolved' }),
      (error: unknown) => settle({ kind: 'rejected', error }),
    );
  });
}

/** A rejection in a few words. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
