import type { Saboteur, Target } from '../../contract/index.ts';
import { httpTarget } from './http-target.ts';
import { accessSabotaged } from './sabotaged/access/access-saboteurs.ts';
import { validationSabotaged } from './sabotaged/validation/validation-saboteurs.ts';

/** The reference application as it is. */
export const httpReference: Target = httpTarget('reference over HTTP');

/** The saboteurs of suite ACCESS. */
export const accessSaboteurs: readonly Saboteur[] = accessSabotaged;

/** The saboteurs of suite VALIDATION. */
export const validationSaboteurs: readonly Saboteur[] = validationSabotaged;
