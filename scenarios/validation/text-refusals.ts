import type { FieldLimits } from './field-limits.ts';
import type { Form } from './forms.ts';
import { nameOf, withField } from './json-fields.ts';
import type { Refusal } from './refusal.ts';

const unstorable = {
  'a NUL': '\0',
  'a NUL inside': 'before\0after',
  'a lone high surrogate': 'high \uD83D',
  'a lone low surrogate': '\uDE00 low',
  'surrogates in the wrong order': '\uDE00\uD83D',
};

/** Text that PostgreSQL refuses or alters, as JSON writes it (`\u0000`), wherever a form takes text: values and, in objects, keys. */
export function textRefusals(forms: readonly Form[]): Refusal[] {
  return forms.flatMap((form) =>
    Object.entries(unstorable).flatMap(([what, text]) =>
      form.fields.flatMap((field) =>
        valuesWith(field, text).map(([where, value]): Refusal => ({
          name: `${form.route} with ${nameOf(field.path)} holding ${what}${where}`,
          request: form.request(JSON.stringify(withField(form.valid(), field.path, value))),
          field: nameOf(field.path),
        })),
      ),
    ),
  );
}

function valuesWith({ path, holdsText }: FieldLimits, text: string) {
  if (holdsText === true) return [['', text] as const];
  if (path[0] !== 'metadata' && path[0] !== 'settings') return [];
  return [
    [' in a value', { key: ['value', { inner: text }] }] as const,
    [' in a key', { outer: { [text]: 'value' } }] as const,
  ];
}
