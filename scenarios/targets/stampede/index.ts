import type { Saboteur } from '../../contract/index.ts';
import type { LookupMistake } from './lookup-parts.ts';
import { sabotaged } from './sabotaged/stampede-saboteurs.ts';
import { type StampedeTarget, stampedeTarget } from './stampede-target.ts';

export { stampedeTarget };

/** The reference's tenant look-up as it is. */
export const stampedeReference: StampedeTarget = stampedeTarget('reference');

/** The saboteurs of suite STAMPEDE. */
export const stampedeSaboteurs: readonly Saboteur[] = sabotaged;

/** The mistake of a target, for a process that is to make it. */
export function mistakeOf(name: string): LookupMistake {
  return sabotaged.find(({ target }) => target.name === name)?.target.mistake ?? {};
}
