import type { Detail, FaultCell, ScenarioDetail, ScheduleEntry, ShownSchedule } from '../contract/index.ts';

/** In characters of their texts; a page of this size opens at once. */
const budgetForTimelines = 12_000_000;

const leftOut = {
  who: 'report',
  text: 'This timeline was left out, the report would be too large with it. Prove this scenario alone to see it.',
};

/** A run that has a timeline. */
type Run = FaultCell | ShownSchedule;

/** The same details with no more timelines than the budget allows: first those of the runs that broke the promise. */
export function boundDetails(details: readonly ScenarioDetail[], budget = budgetForTimelines): ScenarioDetail[] {
  const runs = details.flatMap(({ detail }) => runsOf(detail));
  const wanted = [...runs.filter((run) => !isRight(run)), ...runs.filter(isRight)];
  const kept = new Set<Run>();
  let left = budget;
  for (const run of wanted) {
    left -= sizeOf(run);
    if (left < 0) break;
    kept.add(run);
  }
  return details.map(({ scenario, detail }) => ({ scenario, detail: bounded(detail, kept) }));
}

function bounded(detail: Detail, kept: ReadonlySet<Run>): Detail {
  if (detail.kind === 'schedules')
    return {
      ...detail,
      schedules: detail.schedules.map((one) =>
        kept.has(one) ? one : { ...one, entries: [{ kind: 'beside', ...leftOut }] },
      ),
    };
  return {
    ...detail,
    cells: detail.cells.map((one) =>
      kept.has(one) ? one : { ...one, timeline: [{ atMs: 0, kind: 'call', ...leftOut }] },
    ),
  };
}

function runsOf(detail: Detail): readonly Run[] {
  return detail.kind === 'schedules' ? detail.schedules : detail.cells;
}

function isRight(run: Run): boolean {
  return 'entries' in run ? run.verdict === 'passed' : run.isAllowed;
}

function sizeOf(run: Run): number {
  const texts =
    'entries' in run ? run.entries.flatMap(textsOf) : run.timeline.flatMap(({ text, note = '' }) => [text, note]);
  return texts.reduce((size, text) => size + text.length, 0);
}

function textsOf(entry: ScheduleEntry): readonly string[] {
  switch (entry.kind) {
    case 'released':
      return [entry.text, ...entry.parameters];
    case 'answered':
      return [entry.answer];
    case 'blocked':
      return entry.by;
    case 'settled':
      return [entry.how];
    case 'beside':
      return [entry.text, entry.note ?? ''];
  }
}
