import type { Form } from './forms.ts';
import type { Refusal } from './refusal.ts';

const polluting = '{"polluted":true}';
const keys = { '"__proto__"': '"__proto__"', '"__proto__" in escapes': '"\\u005f_proto\\u005f_"' };

/** A key that an unwary copy would take for the prototype, at every level of every form; written by hand, since no object literal holds it. */
export function prototypeRefusals(forms: readonly Form[]): Refusal[] {
  return forms.flatMap((form) =>
    placesIn(form).flatMap(([where, bodyWith]) =>
      Object.entries(keys).map(([what, key]): Refusal => ({
        name: `${form.route} with the key ${what} ${where}`,
        request: form.request(bodyWith(`${key}:${polluting}`)),
      })),
    ),
  );
}

/** The same for `constructor`, which is an ordinary key wherever keys are free. */
export function constructorRefusals(forms: readonly Form[]): Refusal[] {
  return forms.map((form) => ({
    name: `${form.route} with the key "constructor" at the top`,
    request: form.request(within(form, `"constructor":{"prototype":${polluting}}`)),
  }));
}

type Place = readonly [where: string, bodyWith: (member: string) => string];

function placesIn(form: Form): Place[] {
  const places: Place[] = [['at the top', (member) => within(form, member)]];
  const free = form.fields
    .map(({ path }) => String(path[0]))
    .find((name) => name === 'metadata' || name === 'settings');
  if (free !== undefined) {
    places.push([`in ${free}`, (member) => within(form, `"${free}":{${member}}`)]);
    places.push([`deep in ${free}`, (member) => within(form, `"${free}":{"list":[{"inner":{${member}}}]}`)]);
  }
  if (!form.route.endsWith('/nodes/:id')) return places;
  return [
    ...places,
    ['among the locales', (member) => `{"translations":{${member}}}`],
    ['in a translation', (member) => `{"translations":{"en":{${member}}}}`],
  ];
}

/** The form's valid input with one more member. */
function within(form: Form, member: string): string {
  const valid = JSON.stringify(form.valid()).slice(1, -1);
  return valid === '' ? `{${member}}` : `{${valid},${member}}`;
}
