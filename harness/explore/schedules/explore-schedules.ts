import { seededRandom } from '../seeded.ts';
import { checkExploration } from './check-options.ts';
import { type Policy, withoutInterruption } from './conduct.ts';
import type { Course, PlannedStep } from './course.ts';
import { type ScheduleExploration, sumUp } from './exploration.ts';
import { Frontier } from './frontier.ts';
import { Racecourse, type RacecourseOptions } from './racecourse.ts';
import { replaySchedule, replayPlan } from './replay-schedule.ts';
import type { ScheduleRun } from './schedule-run.ts';
import type { ScheduleInvariant, ScheduledOperation } from './scheduled-operation.ts';

/** Where the operations race, and how far their orders are explored. */
export interface ExploreSchedulesOptions extends RacecourseOptions {
  /** How often operations are interrupted that could have gone on, at most (default 2); going on when one is blocked costs nothing. */
  readonly maxPreemptions?: number;
  /** After every order within that bound: how many orders beyond it, and the seed that chooses them (default 20, seed 0). */
  readonly sample?: { readonly count: number; readonly seed: number };
  /** Give up after so many runs, which is no pass (default 10 000). */
  readonly maxRuns?: number;
  /** Stop at so many failing orders (default 1). */
  readonly maxFailures?: number;
  /** Called after each run. */
  readonly onRun?: (run: ScheduleRun) => void;
}

const defaults = { maxPreemptions: 2, maxRuns: 10_000, maxFailures: 1, sample: { count: 20, seed: 0 } };
const maxInconclusive = 3;

/**
 * Runs the operations against each other in every order of their statements that interrupts them at most `maxPreemptions` times, the least
 * interrupted orders first, then in a seeded sample of the others. The proxy holds each statement and releases one at a time. The first order
 * that passes is run twice, to see that the operations repeat themselves.
 */
export async function exploreSchedules(
  operations: readonly ScheduledOperation[],
  invariant: ScheduleInvariant,
  options: ExploreSchedulesOptions,
): Promise<ScheduleExploration> {
  checkExploration({ operations, invariant, options });
  const { maxPreemptions, sample, ...limits } = { ...defaults, ...options };
  await using racecourse = await Racecourse.open(operations, invariant, options);
  await racecourse.warmUp();
  const random = seededRandom(sample.seed);
  const atRandom: Policy = (choices) => choices[Math.floor(random() * choices.length)] ?? 0;
  const frontier = new Frontier();
  const runs: ScheduleRun[] = [];
  const known = new Map<string, readonly PlannedStep[]>();
  let sampled = 0;
  let stopped: string | undefined;
  for (;;) {
    stopped = racecourse.broken ?? whyStop(runs, limits);
    if (stopped !== undefined) break;
    const within = frontier.take(maxPreemptions);
    const plan = within ?? (sampled < sample.count ? frontier.takeAt(random()) : undefined);
    if (plan === undefined) break;
    const { course, run } = await racecourse.run(plan, within === undefined ? atRandom : withoutInterruption);
    if (within === undefined) sampled += 1;
    frontier.branch(plan, course);
    known.set(run.schedule.join('\n'), course.steps);
    runs.push(run);
    if (runs.length === 1 && run.verdict === 'passed') runs.push(...(await changedWhenRepeated(racecourse, course)));
    options.onRun?.(run);
  }
  return {
    ...sumUp(runs, frontier.has(maxPreemptions) ? stopped : undefined),
    sampled,
    replay: (schedule) => {
      const steps = known.get(schedule.join('\n'));
      return steps === undefined
        ? replaySchedule(schedule, operations, invariant, options)
        : replayPlan({ steps, isWhole: true }, operations, invariant, options);
    },
  };
}

/** Operations that do not repeat themselves are found out before much is built on them. */
async function changedWhenRepeated(racecourse: Racecourse, course: Course): Promise<ScheduleRun[]> {
  const { run } = await racecourse.run({ steps: course.steps, isWhole: true }, withoutInterruption);
  if (run.verdict === 'passed') return [];
  if (run.verdict !== 'failed') return [run];
  return [{ ...run, verdict: 'nondeterministic', reason: `the same order passed before, and now: ${run.reason}` }];
}

function whyStop(
  runs: readonly ScheduleRun[],
  limits: { readonly maxRuns: number; readonly maxFailures: number },
): string | undefined {
  const count = (verdict: ScheduleRun['verdict']) => runs.filter((run) => run.verdict === verdict).length;
  if (count('failed') >= limits.maxFailures) return `stopped at ${limits.maxFailures} failing orders`;
  if (count('nondeterministic') > 0) return 'stopped because the operations are nondeterministic';
  if (count('inconclusive') >= maxInconclusive) return `stopped after ${maxInconclusive} inconclusive orders`;
  if (runs.length >= limits.maxRuns) return `stopped after ${limits.maxRuns} orders, before all were tried`;
  return undefined;
}
