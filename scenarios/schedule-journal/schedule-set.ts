import type { ScheduleRun } from '../../harness/explore/index.ts';
import type { ScheduleEntry, ScheduleSet } from '../contract/index.ts';
import { cut } from '../report/index.ts';

const longestText = 4_000;
const longestParameter = 300;
const mostParameters = 20;

/** Runs of `exploreSchedules`, best those of its `onRun`, as a detail for the report: an order a run, a column an operation. */
export function scheduleSet(operation: string, columns: readonly string[], runs: readonly ScheduleRun[]): ScheduleSet {
  return {
    kind: 'schedules',
    operation,
    columns,
    schedules: runs.map(({ schedule, verdict, reason, events }) => ({
      order: turnsOf(schedule),
      verdict,
      ...(reason === undefined ? {} : { reason }),
      entries: events.map(bounded),
    })),
  };
}

/** An entry whose texts are no longer than a reader would read. */
export function bounded(entry: ScheduleEntry): ScheduleEntry {
  if (entry.kind !== 'released') return entry;
  const parameters = entry.parameters.slice(0, mostParameters).map((one) => cut(one, longestParameter));
  return { ...entry, text: cut(entry.text, longestText), parameters };
}

/** Whose turn it was, step by step: `alice 2, bob 3, alice`. */
function turnsOf(schedule: readonly string[]): string {
  const turns: { name: string; steps: number }[] = [];
  for (const name of schedule) {
    const last = turns.at(-1);
    if (last?.name === name) last.steps += 1;
    else turns.push({ name, steps: 1 });
  }
  return turns.map(({ name, steps }) => (steps === 1 ? name : `${name} ${steps}`)).join(', ');
}
