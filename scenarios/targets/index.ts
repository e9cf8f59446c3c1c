import { type ReferenceTarget, referenceTarget } from './reference-target.ts';
import type { CommitSaboteur } from './sabotaged/commit-saboteur.ts';
import { sabotaged } from './sabotaged/commit-saboteurs.ts';

/** The reference services as they are. */
export const reference: ReferenceTarget = referenceTarget('reference');

/** The saboteurs of suite COMMIT. */
export const commitSaboteurs: readonly CommitSaboteur[] = sabotaged;
