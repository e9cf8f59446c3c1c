import type { ScheduleRun } from './schedule-run.ts';

/** What happened in a run, for people: the verdict and its reason, the timeline, and the schedule to hand to `replaySchedule`. */
export function printScheduleRun(run: ScheduleRun): string {
  const verdict = run.reason === undefined ? run.verdict : `${run.verdict}: ${run.reason}`;
  return `${verdict}\n\n${run.timeline}\n\nreplaySchedule(${JSON.stringify(run.schedule)}, …)`;
}
