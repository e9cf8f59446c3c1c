import { idRefusals } from './address-refusals.ts';
import { bodyRefusals, envelopeRefusals } from './body-refusals.ts';
import { fieldRefusals } from './field-refusals.ts';
import { constructorRefusals, prototypeRefusals } from './prototype-refusals.ts';
import type { Refusal } from './refusal.ts';
import type { Stage } from './stage.ts';
import { textRefusals } from './text-refusals.ts';
import { versionRefusals } from './version-refusals.ts';

/** Everything that is refused for what it says, before anybody looks at a row. */
export async function everyRefusal(stage: Stage): Promise<Refusal[]> {
  const { forms } = stage;
  return [
    // Whether a change leaves a translation, or needs a slug, depends on the row.
    ...fieldRefusals(forms).filter(({ name }) => !/the removal of the last one|a new locale without a slug/.test(name)),
    ...textRefusals(forms),
    ...prototypeRefusals(forms),
    ...constructorRefusals(forms),
    ...bodyRefusals(forms),
    ...envelopeRefusals(forms),
    ...(await idRefusals(stage)),
    ...versionRefusals(stage),
  ];
}
