import { checkReplay } from './check-options.ts';
import { withoutInterruption } from './conduct.ts';
import type { Plan } from './course.ts';
import { Racecourse, type RacecourseOptions } from './racecourse.ts';
import type { Schedule, ScheduleRun } from './schedule-run.ts';
import type { ScheduleInvariant, ScheduledOperation } from './scheduled-operation.ts';

/** Runs the operations once in the order of a schedule, as a failing run printed it, and judges the end. */
export async function replaySchedule(
  schedule: Schedule,
  operations: readonly ScheduledOperation[],
  invariant: ScheduleInvariant,
  options: RacecourseOptions,
): Promise<ScheduleRun> {
  checkReplay({ schedule, operations, invariant, options });
  const steps = schedule.map((name) => ({
    operation: operations.findIndex((one) => one.name === name),
    text: undefined,
  }));
  return replayPlan({ steps }, operations, invariant, options);
}

/** Runs the operations once along a plan. */
export async function replayPlan(
  plan: Plan,
  operations: readonly ScheduledOperation[],
  invariant: ScheduleInvariant,
  options: RacecourseOptions,
): Promise<ScheduleRun> {
  await using racecourse = await Racecourse.open(operations, invariant, options);
  await racecourse.warmUp();
  const { run } = await racecourse.run(plan, withoutInterruption);
  return run;
}
