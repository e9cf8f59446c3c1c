import type { HttpAnswer, JsonValue, Scenario } from '../contract/index.ts';
import { clipped, demandNone, sendAll } from '../http/index.ts';
import { everyBodyRefusal } from './every-refusal.ts';
import { valueAt } from './json-fields.ts';
import { findUnrefused } from './refusal.ts';
import { type Stage, setStage } from './stage.ts';

export const notJson: Scenario = {
  id: 'VALIDATION-6',
  title: 'MUST refuse a body that is no JSON object, too long, or too deep',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    demandNone([
      ...(await findUnrefused(stage, report, everyBodyRefusal(stage))),
      ...(await sendAll(stage.http, report, requestsWithDuplicates(stage))).flatMap(({ answer }) => twoMinded(answer)),
    ]);
  },
};

/** JSON leaves open what a key means that stands there twice; a service must not mean both. */
function requestsWithDuplicates({ forms }: Stage) {
  const form = forms.find(({ route }) => route === 'POST /api/content/nodes');
  if (form === undefined) return [];
  const twice = (first: number, second: number) => {
    const valid = JSON.stringify(form.valid()).slice(1, -1);
    return { request: form.request(`{"position":${first},${valid},"position":${second}}`) };
  };
  return [twice(1, 2), twice(100_001, 2), twice(1, 100_001)];
}

function twoMinded(answer: HttpAnswer): string[] {
  const { status, body } = answer;
  const isOfOneMind =
    status === 400 || (status === 201 && [1, 2].includes(Number(valueAt(JSON.parse(body) as JsonValue, ['position']))));
  return isOfOneMind ? [] : [`a body with the same key twice: ${status}: ${clipped(body)}`];
}
