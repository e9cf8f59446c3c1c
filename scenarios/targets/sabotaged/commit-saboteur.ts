import type { Catch, Saboteur } from '../../contract/index.ts';
import type { Mistake } from '../reference-parts.ts';
import { type ReferenceTarget, referenceTarget } from '../reference-target.ts';

/** A sabotaged reference. */
export interface CommitSaboteur extends Saboteur {
  readonly target: ReferenceTarget;
}

/** Names a mistake, and who must notice it by which words. */
export function commitSaboteur(
  name: string,
  told: { readonly mistake: string; readonly caughtBy: readonly Catch[] },
  mistake: Mistake,
): CommitSaboteur {
  return { target: referenceTarget(name, mistake), ...told };
}
