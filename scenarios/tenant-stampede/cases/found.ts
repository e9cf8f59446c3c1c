import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { heldStampede } from '../held-stampede.ts';
import type { Stage } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** Both gates: the query held until all have entered, and nothing held once all have arrived. */
export const found: StampedeCase = {
  title: 'MUST find a tenant for 1000 callers with one query',
  play: async (stage) => {
    await once(stage, 'with the query held', (tenant) => heldStampede(stage, tenant, tenant));
    await once(stage, 'with nothing held', (tenant) => {
      stage.report.count('requests', stage.callers);
      return stage.entrance.rush(tenant, stage.callers, tenant);
    });
  },
};

type Rush = (tenant: Awaited<ReturnType<Stage['tenants']['insertTenant']>>) => ReturnType<typeof heldStampede>;

async function once(stage: Stage, how: string, rush: Rush): Promise<void> {
  const who = `1000 callers ${how}`;
  const tenant = await stage.tenants.insertTenant();
  await demandQueries(stage, 1, `${who} and one more`, async () => {
    demandAnswers(who, await rush(tenant), [200]);
    demandAnswers('one caller after them', await stage.entrance.askOnce(tenant, tenant), [200]);
  });
}
