import type { Detail, FaultCell, ScenarioDetail, TimelineEntry } from '../contract/index.ts';

/** In characters of their texts; a page of this size opens at once. */
const budgetForTimelines = 12_000_000;

const leftOut: TimelineEntry = {
  atMs: 0,
  kind: 'call',
  who: 'report',
  text: 'This timeline was left out, the report would be too large with it. Prove this scenario alone to see it.',
};

/** The same details with no more timelines than the budget allows: first those of the runs that broke the promise. */
export function boundDetails(details: readonly ScenarioDetail[], budget = budgetForTimelines): ScenarioDetail[] {
  const cells = details.flatMap(({ detail }) => detail.cells);
  const wanted = [...cells.filter((cell) => !cell.isAllowed), ...cells.filter((cell) => cell.isAllowed)];
  const kept = new Set<FaultCell>();
  let left = budget;
  for (const cell of wanted) {
    left -= sizeOf(cell);
    if (left < 0) break;
    kept.add(cell);
  }
  const bounded = (detail: Detail): Detail => ({
    ...detail,
    cells: detail.cells.map((cell) => (kept.has(cell) ? cell : { ...cell, timeline: [leftOut] })),
  });
  return details.map(({ scenario, detail }) => ({ scenario, detail: bounded(detail) }));
}

function sizeOf({ timeline }: FaultCell): number {
  return timeline.reduce((size, { text, note = '' }) => size + text.length + note.length, 0);
}
