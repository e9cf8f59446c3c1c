import type { Subject } from '../contract/index.ts';

/**
 * What may be killed together in one process. Without the envelopes that a change demands, state and events can only be seen to change
 * together: one call's event would hide the other's lost one, so each is killed alone.
 */
export function killedTogether<T>({ expectedEvents }: Pick<Subject, 'expectedEvents'>, all: readonly T[]): T[][] {
  return expectedEvents === undefined ? all.map((one) => [one]) : [[...all]];
}
