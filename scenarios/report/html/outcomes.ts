import type { FaultCell } from '../../contract/index.ts';

type Outcome = FaultCell['outcome'];

/** How an outcome is shown: never by colour alone. */
export interface OutcomeLook {
  readonly outcome: Outcome;
  readonly letter: string;
  readonly meaning: string;
}

/** Every outcome, in the order of the legend. */
export const outcomeLooks: readonly OutcomeLook[] = [
  { outcome: 'consistent', letter: 'C', meaning: 'all or nothing, published if and only if committed' },
  {
    outcome: 'ambiguous',
    letter: 'A',
    meaning: 'the caller saw an error, yet it is committed; allowed at a COMMIT only',
  },
  { outcome: 'ghost', letter: 'G', meaning: 'published, though not committed' },
  { outcome: 'lost', letter: 'L', meaning: 'committed, never published' },
  { outcome: 'torn', letter: 'T', meaning: 'a part of it, or twice' },
  { outcome: 'stuck', letter: 'S', meaning: 'not settled by its deadline, or a connection left behind' },
  {
    outcome: 'nondeterministic',
    letter: 'N',
    meaning: 'the fault did not strike where it was placed: nothing is shown',
  },
];

/** The letter in an outcome's cell. */
export function letterOf(outcome: Outcome): string {
  return outcomeLooks.find((look) => look.outcome === outcome)?.letter ?? '?';
}
