import type { Stance } from './contender.ts';

/** A step to take. */
export interface PlannedStep {
  readonly operation: number;
  /** Null for an operation that ends without a statement, undefined when any statement will do. */
  readonly text: string | null | undefined;
  /** Where each operation stood before it; undefined when that is not known. */
  readonly position?: readonly Stance[];
}

/** A step with what could have been done instead. */
export interface TakenStep {
  readonly operation: number;
  readonly text: string | null;
  /** Where each operation stood before it. */
  readonly position: readonly Stance[];
  /** The operations that could have gone on, this one among them. */
  readonly choices: readonly number[];
  /** How many operations had been interrupted that could have gone on, this step included. */
  readonly preemptions: number;
}

/** How a run ended. `stuck`: the operations wait for each other · `restless`: one waits for something that cannot be seen · `astray`: the plan could not be followed. */
export type Ending =
  { readonly kind: 'complete' } | { readonly kind: 'stuck' | 'restless' | 'astray'; readonly reason: string };

/** The steps of one run, and its end. */
export interface Course {
  readonly steps: readonly TakenStep[];
  readonly ending: Ending;
}

/** Steps to take again; what follows them is free. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** Nothing may follow. */
  readonly isWhole?: boolean;
}

/** What interrupting costs: 1 when the operation of the last step could have gone on and another one goes. */
export function preemptionsOf(last: number | undefined, next: number, choices: readonly number[]): number {
  return last !== undefined && last !== next && choices.includes(last) ? 1 : 0;
}
