import { holdTable } from '../../../harness/load/index.ts';
import { demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { untilTrue } from '../../levers/index.ts';
import { untilReached } from '../patience.ts';
import { type Stage, calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** A load of which nobody wants the end is told so and costs the server nothing more, and who comes then does not wait for it. */
export const everybodyLeaves: StampedeCase = {
  title: 'MUST cancel the load when the last of 1000 callers has gone',
  needs: ['loader-access'],
  // The server must give the query up because it was cancelled, long before a deadline ends it.
  opens: { deadlineMs: 20_000 },
  play: async (stage) => {
    const { subject, tenants, entrance } = stage;
    const loader = granted(calledOf(stage).loader, 'access to its loads');
    const tenant = await tenants.insertTenant();
    await using held = await holdTable(subject.adminUrl, tenants.table);
    const crowd = enter(stage, tenant.slug);
    await untilReached({
      count: () => held.waiting(),
      wanted: 1,
      what: 'tenant queries had begun',
      withinMs: subject.deadlineMs,
    });
    const [last, ...others] = crowd;
    for (const caller of others) caller.abort(new Error('the caller has gone away'));
    demand(loader.cancelled() === 0, 'the load was cancelled although one of 1000 callers was still there');
    last?.abort(new Error('the last caller has gone away'));
    demand(loader.cancelled() === 1, 'the load of callers who had all gone was not cancelled');
    const isGivenUp = await untilTrue(async () => (await held.waiting()) === 0, subject.deadlineMs / 2);
    demand(isGivenUp, 'the server still works at the query of callers who had all gone');
    const next = entrance.askOnce(tenant, tenant);
    await untilReached({
      count: () => held.waiting(),
      wanted: 1,
      what: 'tenant queries had begun',
      withinMs: subject.deadlineMs,
      orUntil: next,
    });
    await held.release();
    demandAnswers('the next caller', await next, [200]);
  },
};

/** Callers who wait; nobody looks at their answers. */
function enter(stage: Stage, slug: string): AbortController[] {
  const lookup = calledOf(stage);
  stage.report.count('requests', stage.callers);
  return Array.from({ length: stage.callers }, () => {
    const leaving = new AbortController();
    void lookup.ask({ by: 'slug', value: slug }, leaving.signal);
    return leaving;
  });
}
