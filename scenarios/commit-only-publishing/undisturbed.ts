import { InconclusiveError, ObligationError, type Operation, type Subject } from '../contract/index.ts';
import type { Levers, Write } from '../levers/index.ts';
import { type Observation, lookDrained, stateChanged } from './observation.ts';
import { describeError, settlement } from './settle.ts';

/** An operation that nothing got in the way of. */
export interface UndisturbedRun {
  readonly before: Observation;
  readonly after: Observation;
  /** How it writes which tables, in order. */
  readonly writes: readonly Write[];
}

/** Runs an operation once without any fault, to learn which tables it writes; it must succeed. */
export async function runUndisturbed(
  subject: Subject,
  levers: Levers,
  name: string,
  operation: Operation,
): Promise<UndisturbedRun> {
  const input = await operation.prepare();
  const before = await lookDrained(subject);
  const writes = await levers.writesDuring(async () => {
    const end = await settlement(subject, operation.call(input));
    if (end.kind === 'stuck')
      throw new ObligationError(`stuck: ${name}: unsettled after ${end.afterMs} ms, with no fault placed`);
    if (end.kind === 'rejected' && !levers.haveActed) throw failedBeforeAnyFault(name, end.error);
    if (end.kind === 'rejected') throw new ObligationError(failure(name, end.error), { cause: end.error });
  });
  const after = await lookDrained(subject);
  if (operation.mutates && writes.length === 0) {
    if (stateChanged(before, after))
      throw new ObligationError(`lost: ${name}: the caller was told that it was done before it was committed`);
    throw new InconclusiveError(`${name} wrote no table of this database`);
  }
  return { before, after, writes };
}

/** What fails before anything was broken is asked wrongly, or does not work: no promise about commits is broken by that. */
export function failedBeforeAnyFault(name: string, error: unknown): InconclusiveError {
  return new InconclusiveError(failure(name, error), { cause: error });
}

function failure(name: string, error: unknown): string {
  return `${name} failed with no fault placed: ${describeError(error)}`;
}
