import { type LookedUpTenant, demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { askAll } from '../called-entrance.ts';
import { answerPatienceMs } from '../patience.ts';
import { type Stage, calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const count = 1000;

/**
 * Tenants that were loaded together expire over a fifth of their time: some before 300 s and some after, all between 270 s and 330 s.
 * The loads are answered by the kit: it is not the database that is tried.
 */
export const jitterSpreads: StampedeCase = {
  title: 'MUST spread the expiry of 1000 tenants that were loaded together',
  needs: ['service-clock', 'loader-access'],
  play: async (stage) => {
    const lookup = calledOf(stage);
    const tenants = new Map(
      Array.from({ length: count }, () => stage.tenants.absentTenant()).map((one) => [one.slug, one]),
    );
    granted(lookup.loader, 'access to its loads').standIn((slug) => tenants.get(slug) ?? null);
    const advanceClock = granted(lookup.advanceClock, 'a clock that can be moved');
    const cold = await loadsFor(stage, tenants);
    demand(cold === count, `${cold} loads for ${count} tenants`);
    await advanceClock(265_000);
    const early = await loadsFor(stage, tenants);
    demand(early === 0, `${early} of ${count} had expired after 265 s, before 90 % of their time`);
    await advanceClock(35_000);
    const half = await loadsFor(stage, tenants);
    // By chance alone not once in the age of the universe.
    demand(half > 300 && half < 700, `${half} of ${count} had expired after 300 s, where about half should have`);
    await advanceClock(30_001);
    const rest = await loadsFor(stage, tenants);
    demand(half + rest === count, `${half + rest} of ${count} had expired after 330 s, 110 % of their time`);
  },
};

/** How many had to be loaded when every tenant was asked for once. */
async function loadsFor(stage: Stage, tenants: ReadonlyMap<string, LookedUpTenant>): Promise<number> {
  const lookup = calledOf(stage);
  const loader = granted(lookup.loader, 'access to its loads');
  const before = loader.attempts();
  const questions = [...tenants.keys()].map((slug) => ({ by: 'slug', value: slug }) as const);
  stage.report.count('requests', questions.length);
  demandAnswers(
    `callers of ${count} tenants`,
    await askAll(lookup, questions, answerPatienceMs(stage.subject.deadlineMs)),
    [200],
  );
  return loader.attempts() - before;
}
