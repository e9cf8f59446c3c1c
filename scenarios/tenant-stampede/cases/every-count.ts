import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { heldStampede } from '../held-stampede.ts';
import type { StampedeCase } from '../stampede-case.ts';

const counts = [1, 10, 100, 1000];

/** The number of queries does not grow with the callers. */
export const everyCount: StampedeCase = {
  title: 'MUST need one query for 1, 10, 100 and 1000 callers',
  play: async (stage) => {
    for (const callers of counts) {
      const tenant = await stage.tenants.insertTenant();
      const who = `${callers} callers`;
      await demandQueries(stage, 1, who, async () =>
        demandAnswers(who, await heldStampede(stage, tenant, tenant, callers), [200]),
      );
    }
  },
};
