import { holdTable } from '../../../harness/load/index.ts';
import { demand } from '../../contract/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { type Stage, calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const expiredMs = 330_001;
/** Where the query is not held, a renewal takes milliseconds. */
const renewalMs = 3_000;

/** Past its time an active tenant is served at once while one query renews it; one that is not active never is. */
export const staleWhileRevalidate: StampedeCase = {
  title: 'MUST serve 1000 callers of an expired tenant at once and renew it with one query, where that is wished',
  needs: ['service-clock', 'stale-serving', 'inactive-tenants', 'loader-access'],
  lookup: { stale: { whileRevalidatingMs: 60_000 } },
  play: async (stage) => {
    await activeTenant(stage);
    await inactiveTenant(stage);
  },
};

async function activeTenant(stage: Stage): Promise<void> {
  const { subject, tenants, entrance, report } = stage;
  const loader = granted(calledOf(stage).loader, 'access to its loads');
  const tenant = await tenants.insertTenant();
  await demandQueries(stage, 2, '1000 callers of an expired tenant', async () => {
    demandAnswers('the first caller', await entrance.askOnce(tenant, tenant), [200]);
    await tenants.deactivateTenant(tenant);
    await granted(calledOf(stage).advanceClock, 'a clock that can be moved')(expiredMs);
    {
      await using held = await holdTable(subject.adminUrl, tenants.table);
      const before = loader.attempts();
      report.count('requests', stage.callers);
      const answers = await entrance.rush(tenant, stage.callers, tenant);
      demandAnswers('1000 callers of an expired tenant', answers, [200]);
      const loads = loader.attempts() - before;
      demand(loads === 1, `1000 callers of an expired tenant began ${loads} loads instead of 1`);
      await held.release();
    }
    const isRenewed = await untilTrue(async () => (await entrance.askOnce(tenant)).statuses[403] === 1, renewalMs);
    demand(isRenewed, `an expired tenant was served and not renewed within ${renewalMs} ms`);
  });
}

async function inactiveTenant(stage: Stage): Promise<void> {
  const { tenants, entrance } = stage;
  const tenant = await tenants.insertTenant({ isActive: false });
  demandAnswers('the first caller of an inactive tenant', await entrance.askOnce(tenant), [403]);
  await granted(tenants.activateTenant, 'to activate a tenant')(tenant);
  await granted(calledOf(stage).advanceClock, 'a clock that can be moved')(66_001);
  stage.report.count('requests', stage.callers);
  const answers = await entrance.rush(tenant, stage.callers, tenant);
  demandAnswers('1000 callers of a tenant whose refusal has expired', answers, [200]);
}
