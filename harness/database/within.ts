import { DeadlineError } from '../../src/errors/index.ts';

/** Waits for `work`, at most `deadlineMs`; `operation` names it in the error. */
export async function within<T>(work: Promise<T>, deadlineMs: number, operation: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(operation, deadlineMs)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
