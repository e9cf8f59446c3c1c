import { holdTable } from '../../harness/load/index.ts';
import type { LookedUpTenant } from '../contract/index.ts';
import type { Answers } from './answers.ts';
import type { Expectation } from './entrance.ts';
import { untilReached } from './patience.ts';
import type { Stage } from './stage.ts';

/** Time for a crowd to connect and to enter. */
const gatheringMs = 20_000;

/** Holds the tenant query at the server until every caller has entered the look-up, then lets it go. */
export async function heldStampede(
  stage: Stage,
  tenant: LookedUpTenant,
  expectation: Expectation = {},
  callers: number = stage.callers,
): Promise<Answers> {
  await using held = await holdTable(stage.subject.adminUrl, stage.tenants.table);
  const crowd = await gather(stage, tenant, callers, expectation);
  await held.release();
  return await crowd.answers;
}

/** Callers who have all entered the look-up, unless they were answered before. */
export interface Crowd {
  readonly answers: Promise<Answers>;
}

/** Sends callers in and resolves when the last one has entered. */
export async function gather(
  { entrance, report }: Stage,
  tenant: LookedUpTenant,
  callers: number,
  expectation: Expectation = {},
): Promise<Crowd> {
  const before = await entrance.lookup.entered();
  report.count('requests', callers);
  const answers = entrance.rush(tenant, callers, expectation);
  // Awaited by whoever gathered the crowd, unless the gathering fails.
  answers.catch(() => undefined);
  await untilReached({
    count: async () => (await entrance.lookup.entered()) - before,
    wanted: callers,
    what: `callers entered ${entrance.name}`,
    withinMs: gatheringMs,
    orUntil: answers,
  });
  return { answers };
}
