import { idRefusals, routeRefusals, tenantRefusals } from './address-refusals.ts';
import { absenceRefusals, bodyRefusals, depthRefusals, lengthRefusals, typeRefusals } from './body-refusals.ts';
import { fieldRefusals } from './field-refusals.ts';
import { keyRefusals } from './idempotency-keys.ts';
import { constructorRefusals, prototypeRefusals } from './prototype-refusals.ts';
import type { Refusal } from './refusal.ts';
import type { Stage } from './stage.ts';
import { textRefusals } from './text-refusals.ts';
import { versionRefusals } from './version-refusals.ts';

// Whether a change leaves a translation, or needs a slug, depends on the row.
const dependsOnARow = /the removal of the last one|a new locale without a slug/;

/** Everything that is refused for what it says, before anybody looks at a row. */
export async function everyRefusal(stage: Stage): Promise<Refusal[]> {
  const { forms } = stage;
  return [
    ...fieldRefusals(forms).filter(({ name }) => !dependsOnARow.test(name)),
    ...textRefusals(forms),
    ...prototypeRefusals(forms),
    ...constructorRefusals(forms),
    ...everyBodyRefusal(stage),
    ...routeRefusals(stage),
    ...(await idRefusals(stage)),
    ...tenantRefusals(),
    ...versionRefusals(stage),
    ...keyRefusals(stage),
  ];
}

/** What is refused for what it says of a row that is there. */
export function rowRefusals({ forms }: Stage): Refusal[] {
  return fieldRefusals(forms).filter(({ name }) => dependsOnARow.test(name));
}

/** Bodies that no route takes, and none where one is due. */
export function everyBodyRefusal({ forms, bodiless }: Stage): Refusal[] {
  const refusals = [bodyRefusals, typeRefusals, depthRefusals, lengthRefusals].flatMap((refusalsOf) =>
    refusalsOf([...forms, ...bodiless]),
  );
  return [...refusals, ...absenceRefusals(forms)];
}
