import type { HttpAnswer, Scenario } from '../contract/index.ts';
import { clipped, demandNone, httpOf, problemFaults, problemIn, sendAll, settleWorld } from '../http/index.ts';
import type { AccessCase } from './access-case.ts';
import { prepareCases } from './access-cases.ts';

/** The whole matrix: every role and nobody, every route, every kind of node, owner and state. */
export const policyOnEveryRoute: Scenario = {
  id: 'ACCESS-3',
  title: 'MUST answer every role on every route as the policy says',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const cases = await prepareCases(http, await settleWorld(http));
    const answered = await sendAll(http, report, cases);
    demandNone(answered.flatMap((one) => faultsOf(one, one.answer).map((fault) => `${one.name}: ${fault}`)));
  },
};

function faultsOf({ request, expected, permission }: AccessCase, answer: HttpAnswer): string[] {
  if (answer.status !== expected) return [`${answer.status} instead of ${expected}: ${clipped(answer.body)}`];
  if (expected < 400 || request.method === 'HEAD') return [];
  const { detail } = problemIn(answer);
  const isNamed = expected !== 403 || permission === undefined || String(detail).includes(permission);
  return [
    ...problemFaults(answer).map((fault) => `${expected}, but ${fault}`),
    ...(isNamed ? [] : [`403, and ${JSON.stringify(detail)} does not name ${permission}`]),
  ];
}
