import { failQueries } from '../../../harness/counting/index.ts';
import { demand } from '../../contract/index.ts';
import { type Answers, demandAnswers } from '../answers.ts';
import { calledEntrance } from '../called-entrance.ts';
import { type Stage, calledLookup, calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const expiredMs = 330_001;

/** A tenant past its time is served when the query that would renew it fails: where that is wished, and never one that is not active. */
export const failSafe: StampedeCase = {
  title: 'MUST serve an expired tenant when the database fails, where that is wished',
  needs: ['service-clock', 'stale-serving', 'inactive-tenants'],
  opens: { deadlineMs: 5_000 },
  lookup: { stale: { onErrorMs: 60_000 } },
  play: async (stage) => {
    const { answers, attempts } = await expiredDuringFailure(stage, true);
    demandAnswers('1000 callers of an expired tenant', answers, [200]);
    demand(attempts === 1, `1000 callers of an expired tenant: ${attempts} failing tenant queries instead of 1`);
    const inactive = await expiredDuringFailure(stage, false);
    demandAnswers('1000 callers of an expired refusal', inactive.answers, [503]);
    const called = await calledLookup(stage.tenants);
    const unasked = { ...stage, called, entrance: calledEntrance(called, stage.subject.deadlineMs) };
    const without = await expiredDuringFailure(unasked, true);
    demandAnswers('1000 callers where nobody wished it', without.answers, [503]);
  },
};

async function expiredDuringFailure(
  stage: Stage,
  isActive: boolean,
): Promise<{ readonly answers: Answers; readonly attempts: number }> {
  const { subject, tenants, entrance, report } = stage;
  const tenant = await tenants.insertTenant({ isActive });
  demandAnswers('the first caller', await entrance.askOnce(tenant), [isActive ? 200 : 403]);
  await granted(calledOf(stage).advanceClock, 'a clock that can be moved')(expiredMs);
  await using failing = await failQueries({ adminUrl: subject.adminUrl, table: tenants.table });
  report.count('requests', stage.callers);
  const answers = await entrance.rush(tenant, stage.callers);
  const attempts = await failing.count();
  report.count('queries', attempts);
  return { answers, attempts };
}
