import type { Saboteur, ScenarioId } from '../../../contract/index.ts';
import type { LookupMistake } from '../lookup-parts.ts';
import { type StampedeTarget, stampedeTarget } from '../stampede-target.ts';

/** A sabotaged look-up. */
export interface StampedeSaboteur extends Saboteur {
  readonly target: StampedeTarget;
}

/** Names a mistake, and who must notice it by which words. */
export function stampedeSaboteur(
  name: string,
  mistake: string,
  caughtBy: Readonly<Partial<Record<ScenarioId, RegExp>>>,
  wrong: LookupMistake,
): StampedeSaboteur {
  return {
    target: stampedeTarget(name, wrong),
    mistake,
    caughtBy: Object.entries(caughtBy).map(([scenario, message]) => ({
      scenario: scenario as ScenarioId,
      message: message as RegExp,
    })),
  };
}
