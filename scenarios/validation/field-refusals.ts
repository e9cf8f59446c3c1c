import type { Form } from './forms.ts';
import { nameOf, withField } from './json-fields.ts';
import type { Refusal } from './refusal.ts';

/** Every field of every form beyond each of its limits, everything else being right. */
export function fieldRefusals(forms: readonly Form[]): Refusal[] {
  return forms.flatMap((form) =>
    form.fields.flatMap(({ path, refuses, names = path }) =>
      Object.entries(refuses).map(([what, value]): Refusal => ({
        name: `${form.route} with ${nameOf(path)} ${what}`,
        request: form.request(JSON.stringify(withField(form.valid(), path, value))),
        field: nameOf(names),
      })),
    ),
  );
}
