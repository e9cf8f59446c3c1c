import type { Scenario } from '../contract/index.ts';
import { clipped, demandNone, httpOf, problemFaults, sendAll, settleWorld } from '../http/index.ts';
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
    demandNone(
      answered.flatMap(({ name, request, expected, answer }) => {
        if (answer.status !== expected)
          return [`${name}: ${answer.status} instead of ${expected}: ${clipped(answer.body)}`];
        if (expected < 400 || request.method === 'HEAD') return [];
        return problemFaults(answer).map((fault) => `${name}: ${expected}, but ${fault}`);
      }),
    );
  },
};
