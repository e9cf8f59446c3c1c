import type { FaultCell, ShownSchedule } from '../../contract/index.ts';
import { type Markup, markup } from './markup.ts';
import { outcomeLooks } from './outcomes.ts';
import { scheduleLooks } from './schedule-looks.ts';

/** A letter, and how often it was seen. */
interface LegendLine {
  readonly name: string;
  readonly colour: string;
  readonly letter: string;
  readonly meaning: string;
  readonly count: number;
}

/** What the letters of cells and of orders mean, and how often each was seen; nothing of what was not run. */
export function renderLegends(cells: readonly FaultCell[], schedules: readonly ShownSchedule[]): Markup[] {
  const outcomes = outcomeLooks.map(({ outcome, letter, meaning }) => {
    const count = cells.filter((cell) => cell.outcome === outcome).length;
    return { name: outcome, colour: outcome, letter, meaning, count };
  });
  const verdicts = scheduleLooks.map(({ verdict, colour, letter, meaning }) => {
    const count = schedules.filter((schedule) => schedule.verdict === verdict).length;
    return { name: verdict, colour, letter, meaning, count };
  });
  const cellsHelp = 'Choose a cell to see what happened in its run; arrow keys move between cells.';
  return [
    ...legend('legend', `${cells.length} ${cells.length === 1 ? 'run' : 'runs'} under faults`, outcomes, cellsHelp),
    ...legend(
      'legend-of-orders',
      `${schedules.length} ${schedules.length === 1 ? 'order' : 'orders'} of statements`,
      verdicts,
      'Choose an order to see it, a column for each operation.',
    ),
  ];
}

function legend(id: string, title: string, lines: readonly LegendLine[], help: string): Markup[] {
  if (lines.every(({ count }) => count === 0)) return [];
  const rows = lines.map(
    ({
      name,
      colour,
      letter,
      meaning,
      count,
    }) => markup`<li${count === 0 ? markup` class="unseen"` : ''}><span class="chip o-${colour}" aria-hidden="true">${letter}</span>
<span><strong>${count} ${name}</strong> <span class="soft">${meaning}</span></span></li>`,
  );
  return [
    markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<ul class="legend">${rows}</ul>
<p class="soft">A thick frame marks what breaks the promise. <span class="screen-only">${help}</span></p>
</section>`,
  ];
}
