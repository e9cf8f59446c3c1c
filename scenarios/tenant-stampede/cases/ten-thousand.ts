import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { heldStampede } from '../held-stampede.ts';
import type { StampedeCase } from '../stampede-case.ts';

const crowd = 10_000;

/** The number of queries does not grow with the callers, nor does anybody get lost among them. */
export const tenThousand: StampedeCase = {
  title: 'MUST need one query for 10000 callers',
  play: async (stage) => {
    const tenant = await stage.tenants.insertTenant();
    await demandQueries(stage, 1, `${crowd} callers`, async () =>
      demandAnswers(`${crowd} callers`, await heldStampede(stage, tenant, tenant, crowd), [200]),
    );
  },
};
