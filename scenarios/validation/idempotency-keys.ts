import type { JsonValue, Scenario } from '../contract/index.ts';
import { clipped, demandNone } from '../http/index.ts';
import type { Form } from './forms.ts';
import { valueAt } from './json-fields.ts';
import { type Refusal, findUnrefused } from './refusal.ts';
import { type Stage, setStage } from './stage.ts';

const keys = { 'one character': 'k', '255 characters': 'k'.repeat(255) };
const wrongKeys = { 'no character': '', blanks: '   ', '256 characters': 'k'.repeat(256) };

/** The same key with the same input is the same request; with another input it is a mistake. */
export const idempotencyKeys: Scenario = {
  id: 'VALIDATION-12',
  title: 'MUST create once for one idempotency key, of at most 255 characters',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const form = formWithKeys(stage.forms);
    if (form === undefined) return;
    const findings: string[] = [];
    for (const [what, key] of Object.entries(keys)) {
      report.count('requests', 3);
      findings.push(...(await createThrice(stage, form, key)).map((finding) => `a key of ${what}: ${finding}`));
    }
    demandNone([...findings, ...(await findUnrefused(stage, report, keyRefusals(stage)))]);
  },
};

/** Creations under keys that are none. */
export function keyRefusals({ forms }: Stage): Refusal[] {
  const form = formWithKeys(forms);
  if (form === undefined) return [];
  return Object.entries(wrongKeys).map(([what, key]) => ({
    name: `an Idempotency-Key of ${what}`,
    request: withKey(form, form.valid(), key),
  }));
}

function formWithKeys(forms: readonly Form[]): Form | undefined {
  return forms.find(({ route }) => route === 'POST /api/content/nodes');
}

async function createThrice({ http }: Stage, form: Form, key: string): Promise<string[]> {
  const input = form.valid();
  const first = await http.send(withKey(form, input, key));
  const again = await http.send(withKey(form, input, key));
  const other = await http.send(withKey(form, form.valid(), key));
  const idIn = (body: string) => valueAt(JSON.parse(body) as JsonValue, ['id']);
  const faults = {
    [`the first request is answered ${first.status}: ${clipped(first.body)}`]: first.status !== 201,
    [`the same request again is answered ${again.status}: ${clipped(again.body)}`]: again.status !== 201,
    'the same request again creates another node': again.status === 201 && idIn(again.body) !== idIn(first.body),
    [`another request is answered ${other.status} instead of 409`]: other.status !== 409,
  };
  return Object.entries(faults).flatMap(([fault, isSeen]) => (isSeen ? [fault] : []));
}

function withKey(form: Form, input: JsonValue, key: string) {
  const { headers, ...request } = form.request(JSON.stringify(input));
  return { ...request, headers: { ...headers, 'idempotency-key': key } };
}
