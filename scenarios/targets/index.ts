import { type ReferenceTarget, referenceTarget } from './reference-target.ts';
import { sabotaged } from './sabotaged/commit-saboteurs.ts';
import type { Saboteur } from '../contract/index.ts';

/** The reference services as they are. */
export const reference: ReferenceTarget = referenceTarget('reference');

/** The saboteurs of suite COMMIT. */
export const commitSaboteurs: readonly Saboteur[] = sabotaged;

/** Everything that a child process can be asked to open. */
export const referenceTargets: readonly ReferenceTarget[] = [reference, ...sabotaged.map(({ target }) => target)];
