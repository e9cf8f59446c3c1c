import type { Scenario } from '../contract/index.ts';
import { demandNone, sendAll } from '../http/index.ts';
import { acceptedQueries, queryRefusals } from './query-refusals.ts';
import { findUnrefused } from './refusal.ts';
import { setStage } from './stage.ts';

export const queries: Scenario = {
  id: 'VALIDATION-9',
  title: 'MUST hold the queries of lists to their limits',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const accepted = await sendAll(stage.http, report, acceptedQueries(stage));
    demandNone([
      ...accepted.flatMap(({ name, answer: { status } }) =>
        status === 200 ? [] : [`${name}: ${status} instead of 200`],
      ),
      ...(await findUnrefused(stage, report, queryRefusals(stage))),
    ]);
  },
};
