import { failQueries } from '../../../harness/counting/index.ts';
import { InconclusiveError, demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { crowdSizes, smallerCrowds } from '../crowd-sizes.ts';
import { heldStampede } from '../held-stampede.ts';
import type { Stage } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** The number of queries does not grow with the callers. With 1000 of them the cases of the other outcomes ask. */
export const everyCount: StampedeCase = {
  title: 'MUST need one query for 1, 10, 100 and 1000 callers',
  play: async (stage) => {
    for (const callers of crowdSizes) await findFor(stage, callers);
    for (const callers of smallerCrowds) await findNothingFor(stage, callers);
    for (const callers of smallerCrowds) await failFor(stage, callers);
  },
};

async function findFor(stage: Stage, callers: number): Promise<void> {
  const tenant = await stage.tenants.insertTenant();
  const who = `${callers} callers`;
  await demandQueries(stage, 1, who, async () =>
    demandAnswers(who, await heldStampede(stage, tenant, tenant, callers), [200]),
  );
}

async function findNothingFor(stage: Stage, callers: number): Promise<void> {
  const tenant = stage.tenants.absentTenant();
  const who = `${callers} callers of an unknown tenant`;
  await demandQueries(stage, 1, who, async () =>
    demandAnswers(who, await heldStampede(stage, tenant, {}, callers), [404]),
  );
}

/** A failed query is counted by a sequence: pg_stat_statements does not see it. */
async function failFor(stage: Stage, callers: number): Promise<void> {
  const { subject, tenants, entrance, report } = stage;
  const tenant = await tenants.insertTenant();
  const who = `${callers} callers of a table that fails`;
  await using failing = await failQueries({ adminUrl: subject.adminUrl, table: tenants.table });
  demandAnswers(who, await heldStampede(stage, tenant, {}, callers), [503]);
  const attempts = await failing.count();
  if (attempts === 0) throw new InconclusiveError(`nobody read the table ${tenants.table} that was made to fail`);
  report.count('queries', attempts);
  demand(attempts === 1, `${who}: ${attempts} failing tenant queries instead of 1 (${entrance.name})`);
}
