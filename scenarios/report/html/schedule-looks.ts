import type { ShownSchedule } from '../../contract/index.ts';

type Verdict = ShownSchedule['verdict'];

/** How the verdict over an order is shown: never by colour alone. */
export interface ScheduleLook {
  readonly verdict: Verdict;
  readonly letter: string;
  /** The outcome of a fault that has the same colour. */
  readonly colour: string;
  readonly meaning: string;
}

/** Every verdict over an order, in the order of the legend. */
export const scheduleLooks: readonly ScheduleLook[] = [
  { verdict: 'passed', letter: 'P', colour: 'consistent', meaning: 'the promise held in this order' },
  { verdict: 'failed', letter: 'F', colour: 'lost', meaning: 'this order breaks the promise' },
  {
    verdict: 'inconclusive',
    letter: '?',
    colour: 'ambiguous',
    meaning: 'an operation waits for something that cannot be seen',
  },
  {
    verdict: 'nondeterministic',
    letter: 'N',
    colour: 'nondeterministic',
    meaning: 'an operation did not reach the statements that it reached before',
  },
];

/** How one verdict is shown. */
export function lookOf(verdict: Verdict): ScheduleLook {
  const look = scheduleLooks.find((one) => one.verdict === verdict);
  if (look === undefined) throw new RangeError(`there is no verdict ${verdict}`);
  return look;
}
