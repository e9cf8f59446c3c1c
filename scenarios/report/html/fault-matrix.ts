import type { FaultCell, FaultMatrix } from '../../contract/index.ts';
import { cut } from '../cut.ts';
import { countOutcomes } from './count-outcomes.ts';
import { type Markup, markup } from './markup.ts';
import { letterOf } from './outcomes.ts';

const longestStatement = 240;

/** A run and the name by which the page's script finds its timeline. */
export interface NamedRun {
  readonly id: string;
  readonly cell: FaultCell;
}

/** One operation: a row a statement, a column a fault, a button a run; below it the second faults and what broke the promise. */
export function renderFaultMatrix(matrix: FaultMatrix, runs: readonly NamedRun[], isOpen: boolean): Markup {
  const { operation, statements, faults } = matrix;
  const singles = runs.filter(({ cell }) => cell.second === undefined);
  const pairs = runs.filter(({ cell }) => cell.second !== undefined);
  const first = singles.find(({ cell }) => !cell.isAllowed) ?? singles[0];
  const table =
    singles.length === 0
      ? markup`<p class="soft">No fault was placed.</p>`
      : markup`<div class="wide"><table role="grid" aria-label="${operation}: outcome by statement and fault">
<thead><tr><th scope="col">#</th><th scope="col" class="statement">statement</th>${faults.map((fault) => markup`<th scope="col" class="fault">${fault}</th>`)}</tr></thead>
<tbody>${statements.map((text, index) => row(text, index + 1, faults, singles, first))}</tbody>
</table></div>`;
  return markup`<details class="matrix"${isOpen ? markup` open` : ''}>
<summary><strong>${operation}</strong> <span class="soft">${amount(statements.length, 'statement')} × ${amount(faults.length, 'fault')}${pairs.length === 0 ? '' : `, ${amount(pairs.length, 'second fault')}`}</span> <span class="counts">${countOutcomes(runs.map(({ cell }) => cell))}</span></summary>
${table}
${pairs.length === 0 ? '' : secondFaults(pairs)}
${violations(runs)}
</details>`;
}

function row(
  text: string,
  statement: number,
  faults: readonly string[],
  runs: readonly NamedRun[],
  first: NamedRun | undefined,
): Markup {
  const cells = faults.map((fault) => {
    const here = runs.filter(({ cell }) => cell.statement === statement && cell.fault === fault);
    if (here.length === 0)
      return markup`<td><span class="none"><span aria-hidden="true">·</span><span class="out-of-sight">not run</span></span></td>`;
    return markup`<td>${here.map((run) => button(run, run === first))}</td>`;
  });
  return markup`<tr><td class="number">${statement}</td><th scope="row" class="statement"><code>${cut(text, longestStatement)}</code></th>${cells}</tr>
`;
}

function secondFaults(pairs: readonly NamedRun[]): Markup {
  const items = pairs.map((run) => markup`<li>${button(run, true)} <span>${placeOf(run.cell)}</span></li>`);
  return markup`<h4>A second fault, while recovering from the first</h4><ul class="pairs">${items}</ul>`;
}

function violations(runs: readonly NamedRun[]): Markup | string {
  const wrong = runs.filter(({ cell }) => !cell.isAllowed);
  if (wrong.length === 0) return '';
  const items = wrong.map(
    ({ cell }) =>
      markup`<li><strong>${cell.outcome}</strong>, ${placeOf(cell)}: ${cut(cell.reason, longestStatement)}</li>`,
  );
  return markup`<ul class="violations">${items}</ul>`;
}

function button({ id, cell }: NamedRun, isTabStop: boolean): Markup {
  const label = `${cell.outcome}${cell.isAllowed ? '' : ', breaks the promise'}: ${placeOf(cell)}`;
  return markup`<button type="button" class="chip cell o-${cell.outcome}${cell.isAllowed ? '' : ' violation'}" data-run="${id}" aria-haspopup="dialog" aria-label="${label}" tabindex="${isTabStop ? 0 : -1}">${letterOf(cell.outcome)}</button>`;
}

/** Where a run was struck, in words. */
export function placeOf({ statement, fault, second }: FaultCell): string {
  const then = second === undefined ? '' : `, then ${second.fault} at statement ${second.statement}`;
  return `${fault} at statement ${statement}${then}`;
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
