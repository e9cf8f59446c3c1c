import type { Form } from './forms.ts';
import type { Refusal } from './refusal.ts';

const deep = 20_000;
const tenMegabytes = 10 * 2 ** 20;

const notJson: Readonly<Record<string, string | Uint8Array>> = {
  blanks: '  \n',
  'an open object': '{',
  'an open text': '{"a":"b',
  'a comma too many': '{"a":1,}',
  'single quotes': "{'a':1}",
  'a bare key': '{a:1}',
  'a comment': '{"a":1}// why',
  'two values': '{}{}',
  NaN: '{"position":NaN}',
  'a hexadecimal number': '{"position":0x10}',
  'a raw line break in a text': '{"a":"b\nc"}',
  'a broken escape': String.raw`{"a":"\u12"}`,
  'a raw NUL': '{"a":"\0"}',
  'bytes that are no UTF-8': Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d),
  'a surrogate in UTF-8': Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d),
  'UTF-16': Buffer.from('{"a":1}', 'utf16le'),
  HTML: '<html></html>',
};

const notAnObject = { null: 'null', 'a list': '[]', 'a text': '"text"', 'a number': '1', 'a boolean': 'true' };

/** Bodies that are no JSON object, whatever the form. */
export function bodyRefusals(forms: readonly Form[]): Refusal[] {
  return forms.flatMap((form) =>
    Object.entries({ ...notJson, ...notAnObject }).map(([what, body]): Refusal => ({
      name: `${form.route} with a body of ${what}`,
      request: form.request(body),
    })),
  );
}

/** Bodies of a type that is not JSON's, or of none. */
export function typeRefusals(forms: readonly Form[]): Refusal[] {
  return forms.flatMap((form) => {
    const valid = form.request(JSON.stringify(form.valid()));
    const { 'content-type': _json, ...untyped } = valid.headers;
    const typed = (type: string) => ({ ...valid, headers: { ...untyped, 'content-type': type } });
    const types = [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'nonsense',
    ];
    return [
      ...types.map((type): Refusal => ({ name: `${form.route} as ${type}`, request: typed(type), due: [400, 415] })),
      { name: `${form.route} as nothing`, request: { ...valid, headers: untyped }, due: [400, 415] },
    ];
  });
}

/** No body, where one is due. */
export function absenceRefusals(forms: readonly Form[]): Refusal[] {
  return forms.flatMap((form) => {
    const empty = form.request('');
    const { body: _body, ...bodiless } = empty;
    const { 'content-type': _json, ...untyped } = empty.headers;
    return [
      { name: `${form.route} with a body of nothing`, request: empty },
      { name: `${form.route} without a body`, request: { ...bodiless, headers: untyped }, due: [400, 415] },
      { name: `${form.route} without a body, as JSON`, request: bodiless },
    ];
  });
}

/** Bodies that nobody wants to carry. */
export function lengthRefusals(forms: readonly Form[]): Refusal[] {
  const body = `{"padding":"${'a'.repeat(tenMegabytes)}"}`;
  return forms.map((form) => ({ name: `${form.route} with 10 MB`, request: form.request(body), due: [400, 413] }));
}

/** JSON that is well-formed, and deeper than any recursion reaches. */
export function depthRefusals(forms: readonly Form[]): Refusal[] {
  const lists = '['.repeat(deep) + ']'.repeat(deep);
  const objects = '{"a":'.repeat(deep) + '1' + '}'.repeat(deep);
  return forms.flatMap((form) => {
    const names = [...new Set(form.fields.map(({ path }) => String(path[0])))];
    return [
      { name: `${form.route} with ${deep} lists in each other`, request: form.request(lists) },
      ...names.flatMap((name) =>
        Object.entries({ lists, objects }).map(([what, value]): Refusal => ({
          name: `${form.route} with ${name} of ${deep} ${what} in each other`,
          request: form.request(`{"${name}":${value}}`),
        })),
      ),
    ];
  });
}
