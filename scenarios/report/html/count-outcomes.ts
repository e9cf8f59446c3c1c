import type { FaultCell } from '../../contract/index.ts';
import { type Markup, markup } from './markup.ts';
import { outcomeLooks } from './outcomes.ts';

/** The outcomes of some runs as one line of chips: those that were seen. */
export function countOutcomes(cells: readonly FaultCell[]): Markup[] {
  return outcomeLooks.flatMap(({ outcome, letter }) => {
    const count = cells.filter((cell) => cell.outcome === outcome).length;
    if (count === 0) return [];
    return [
      markup`<span class="count">${count} <span class="chip o-${outcome}" aria-hidden="true">${letter}</span><span class="out-of-sight">${outcome}</span></span> `,
    ];
  });
}
