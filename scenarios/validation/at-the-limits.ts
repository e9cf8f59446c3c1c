import { isDeepStrictEqual } from 'node:util';
import type { HttpAnswer, HttpRequest, JsonValue, Scenario } from '../contract/index.ts';
import { clipped, demandNone, sendAll } from '../http/index.ts';
import type { Given, Path } from './field-limits.ts';
import type { Form } from './forms.ts';
import { nameOf, valueAt, withField } from './json-fields.ts';
import { setStage } from './stage.ts';

interface Acceptance {
  readonly name: string;
  readonly request: HttpRequest;
  readonly due: number;
  readonly path: Path;
  readonly returned: Given;
}

export const atTheLimits: Scenario = {
  id: 'VALIDATION-1',
  title: 'MUST take every field at and below its limits, and return it unchanged',
  needs: ['routes'],
  run: async (subject, report) => {
    const { http, forms, rows } = await setStage(subject);
    const acceptances = forms.flatMap(acceptancesOf);
    await rows.commit(http);
    const answered = await sendAll(http, report, acceptances);
    const readAgain = await sendAll(http, report, answered.flatMap(readingOf));
    demandNone([
      ...answered.flatMap(({ name, due, path, returned, answer }) => {
        if (answer.status !== due) return [`${name}: ${answer.status} instead of ${due}: ${clipped(answer.body)}`];
        const value = valueAt(JSON.parse(answer.body) as JsonValue, path);
        return isDeepStrictEqual(value, returned)
          ? []
          : [`${name}: returned as ${clipped(JSON.stringify(value) ?? '')}`];
      }),
      ...readAgain.flatMap(({ name, written, answer }) =>
        isDeepStrictEqual(JSON.parse(answer.body), JSON.parse(written)) ? [] : [`${name}: read again, it differs`],
      ),
    ]);
  },
};

function acceptancesOf(form: Form): Acceptance[] {
  return form.fields.flatMap(({ path, accepts = {}, returns = (given: Given) => given }) =>
    Object.entries(accepts).map(([what, value]) => ({
      name: `${form.route} with ${nameOf(path)} ${what}`,
      request: form.request(JSON.stringify(withField(form.valid(), path, value))),
      due: form.success,
      path,
      returned: returns(value),
    })),
  );
}

/** Reads what was written, where there is a route for it. */
function readingOf({ name, request, answer }: Acceptance & { readonly answer: HttpAnswer }) {
  const path = answer.headers['location'] ?? request.path;
  if (answer.status >= 400 || path.startsWith('/api/tenants')) return [];
  const { 'content-type': _type, 'if-match': _version, ...headers } = request.headers;
  return [{ name, written: answer.body, request: { method: 'GET', path, headers } }];
}
