import type { FaultCell } from '../../contract/index.ts';
import { type Markup, markup } from './markup.ts';
import { outcomeLooks } from './outcomes.ts';

/** What the letters mean, and how often each was the outcome. */
export function renderLegend(cells: readonly FaultCell[]): Markup {
  const rows = outcomeLooks.map(({ outcome, letter, meaning }) => {
    const count = cells.filter((cell) => cell.outcome === outcome).length;
    return markup`<li${count === 0 ? markup` class="unseen"` : ''}><span class="chip o-${outcome}" aria-hidden="true">${letter}</span>
<span><strong>${count} ${outcome}</strong> <span class="soft">${meaning}</span></span></li>`;
  });
  return markup`<section aria-labelledby="legend">
<h2 id="legend">${cells.length} ${cells.length === 1 ? 'run' : 'runs'} under faults</h2>
<ul class="legend">${rows}</ul>
<p class="soft">A thick frame marks an outcome that breaks the promise. <span class="screen-only">Choose a cell to see what happened in its run; arrow keys move between cells.</span></p>
</section>`;
}
