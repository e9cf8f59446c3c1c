import type { HttpAnswer, Scenario } from '../contract/index.ts';
import { demandNone, httpOf, sendAll, settleWorld } from '../http/index.ts';
import { prepareCases } from './access-cases.ts';

/** HEAD inherits its GET's permission: the same answer, but for the body. */
export const headLikeGet: Scenario = {
  id: 'ACCESS-13',
  title: 'MUST answer HEAD as GET, without the body',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const cases = await prepareCases(http, await settleWorld(http));
    const gets = cases.filter(({ request }) => request.method === 'GET');
    const heads = gets.map(({ request, ...one }) => ({ ...one, request: { ...request, method: 'HEAD' } }));
    const answersToGet = await sendAll(http, report, gets);
    const answersToHead = await sendAll(http, report, heads);
    demandNone(
      answersToHead.flatMap(({ name, answer }, index) => {
        const get = answersToGet[index]?.answer;
        const findings = answer.body === '' ? [] : [`${name}: the answer to HEAD has a body`];
        if (get === undefined || headOf(answer) === headOf(get)) return findings;
        return [...findings, `${name}: HEAD is answered ${headOf(answer)}, GET ${headOf(get)}`];
      }),
    );
  },
};

function headOf({ status, headers }: HttpAnswer): string {
  return [status, headers['content-type'], headers['etag'], headers['www-authenticate']].join(' ');
}
