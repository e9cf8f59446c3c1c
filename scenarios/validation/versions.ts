import type { Scenario } from '../contract/index.ts';
import { demandNone, sendAll } from '../http/index.ts';
import { findUnrefused } from './refusal.ts';
import { setStage } from './stage.ts';
import { staleRefusals, versionRefusals, versionedWrites } from './version-refusals.ts';

/** Nobody overwrites what they have not seen. */
export const versions: Scenario = {
  id: 'VALIDATION-8',
  title: 'MUST write to a node only with the If-Match of its version',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const refusals = [...versionRefusals(stage), ...staleRefusals(stage)];
    const right = versionedWrites(stage).map((write) => ({ ...write, request: write.request('"1"') }));
    demandNone([
      ...(await findUnrefused(stage, report, refusals)),
      ...(await sendAll(stage.http, report, right)).flatMap(({ route, success, answer: { status, headers } }) => {
        if (status !== success) return [`${route} with the right If-Match: ${status} instead of ${success}`];
        const isTagged = status === 204 || headers['etag'] === '"2"';
        return isTagged ? [] : [`${route} is answered with the ETag ${headers['etag']} instead of "2"`];
      }),
    ]);
  },
};
