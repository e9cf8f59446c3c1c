import type { Saboteur } from '../../contract/index.ts';
import { sabotaged } from './sabotaged/stampede-saboteurs.ts';
import { type StampedeTarget, stampedeTarget } from './stampede-target.ts';

/** The reference's tenant look-up as it is. */
export const stampedeReference: StampedeTarget = stampedeTarget('reference');

/** The saboteurs of suite STAMPEDE. */
export const stampedeSaboteurs: readonly Saboteur[] = sabotaged;

/** Everything that a serving process can be asked for. */
export const stampedeTargets: readonly StampedeTarget[] = [stampedeReference, ...sabotaged.map(({ target }) => target)];
