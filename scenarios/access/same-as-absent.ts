import { randomUUID } from 'node:crypto';
import type { HttpAnswer, Scenario } from '../contract/index.ts';
import { clipped, demandNone, httpOf, problemIn, sendAll, settleWorld } from '../http/index.ts';
import { prepareCases } from './access-cases.ts';

/** Rows of other tenants, hidden drafts and deleted nodes: the answer tells them from nothing by no byte. */
export const sameAsAbsent: Scenario = {
  id: 'ACCESS-5',
  title: 'MUST answer for what is hidden as for what is not there',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const cases = await prepareCases(http, await settleWorld(http));
    const hidden = cases.filter(({ expected }) => expected === 404);
    const twins = hidden.map(({ mark, request, ...one }) => {
      const absent = randomUUID();
      return { ...one, mark: absent, request: { ...request, path: request.path.replace(mark, absent) } };
    });
    const answers = await sendAll(http, report, hidden);
    const answersForAbsent = await sendAll(http, report, twins);
    demandNone(
      answers.flatMap(({ name, mark, answer }, index) => {
        const twin = answersForAbsent[index];
        const [told, due] = [toldOf(answer, mark), twin === undefined ? '' : toldOf(twin.answer, twin.mark)];
        return told === due ? [] : [`${name}: ${clipped(told)} instead of ${clipped(due)}`];
      }),
    );
  },
};

/** All that the answer tells besides the id that it was asked for, the time, and the request's own trace. */
function toldOf(answer: HttpAnswer, id: string): string {
  const { date: _date, ...headers } = answer.headers;
  const { traceId: _traceId, instance: _instance, ...problem } = problemIn(answer);
  const body = Object.keys(problem).length === 0 ? answer.body : JSON.stringify(problem);
  return `${answer.status} ${body.replaceAll(id, '<id>')} ${JSON.stringify(headers)}`;
}
