import { DeadlineError } from '../../errors/index.ts';
import type { StartTimer } from '../timers.ts';

/** The answer, or a `DeadlineError` when it does not come in time. */
export async function withPatience<T>(
  answer: Promise<T>,
  timeMs: number,
  startTimer: StartTimer,
  operation: string,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  const stopTimer = startTimer(timeMs, () => late.reject(new DeadlineError(operation, timeMs)));
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    stopTimer();
  }
}
