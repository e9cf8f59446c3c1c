import { type Scenario, demand } from '../contract/index.ts';
import { demandNone, refusedFields, sendAll } from '../http/index.ts';
import type { FieldLimits, Given, Path } from './field-limits.ts';
import type { Form } from './forms.ts';
import { nameOf, withField } from './json-fields.ts';
import { isWithin } from './refusal.ts';
import { setStage } from './stage.ts';

/** A form is filled in wrongly from top to bottom: its sender learns everything from one answer. */
export const everyFieldAtOnce: Scenario = {
  id: 'VALIDATION-3',
  title: 'MUST name every failing field at once',
  needs: ['routes'],
  run: async (subject, report) => {
    const { http, forms, rows } = await setStage(subject);
    const items = forms.map((form) => {
      const wrong = leavesOf(form);
      const input = wrong.reduce<Given>(
        (given, field) => withField(given, field.path, wrongValueOf(field)),
        form.valid(),
      );
      const request = form.request(JSON.stringify(input));
      return { name: form.route, due: wrong.map(({ path }) => nameOf(path)).toSorted(), request };
    });
    await rows.commit(http);
    demand(
      items.every(({ due }) => due.length > 1),
      'a form has fewer than two fields',
    );
    demandNone(
      (await sendAll(http, report, items)).flatMap(({ name, due, answer }) => {
        if (answer.status !== 400) return [`${name}: ${answer.status} instead of 400`];
        const named = refusedFields(answer);
        const missed = due.filter((field) => !named.some((name) => isWithin(name, field)));
        const strange = named.filter((name) => !due.some((field) => isWithin(name, field)));
        return [
          ...(missed.length > 0 ? [`${name} does not name ${missed.join(', ')}`] : []),
          ...(strange.length > 0 ? [`${name} names ${strange.join(', ')}, which is right`] : []),
        ];
      }),
    );
  },
};

/** The fields that hold no other field of the form. */
function leavesOf({ fields }: Form): FieldLimits[] {
  const holds = (outer: Path, inner: Path) =>
    outer.length < inner.length && outer.every((step, index) => step === inner[index]);
  return fields.filter(({ path }) => !fields.some((other) => holds(path, other.path)));
}

function wrongValueOf({ refuses }: FieldLimits) {
  return Object.values(refuses).find((value) => value !== undefined);
}
