import type { ScheduleSet, ShownSchedule } from '../../contract/index.ts';
import { cut } from '../cut.ts';
import { type Markup, markup } from './markup.ts';
import { lookOf, scheduleLooks } from './schedule-looks.ts';

const longestReason = 2_000;

/** An order and the name by which the page's script finds its timeline. */
export interface NamedSchedule {
  readonly id: string;
  readonly schedule: ShownSchedule;
}

/** Operations against each other: a button an order, in the order in which they were run. */
export function renderScheduleSet({ operation, columns }: ScheduleSet, schedules: readonly NamedSchedule[]): Markup {
  const isOpen = schedules.some(({ schedule }) => schedule.verdict !== 'passed');
  const list =
    schedules.length === 0
      ? markup`<p class="soft">No order was run.</p>`
      : markup`<ol class="orders">${schedules.map(item)}</ol>`;
  return markup`<details class="matrix"${isOpen ? markup` open` : ''}>
<summary><strong>${operation}</strong> <span class="soft">${columns.join(' against ')}, ${schedules.length} ${schedules.length === 1 ? 'order' : 'orders'}</span> <span class="counts">${counts(schedules)}</span></summary>
${list}
</details>`;
}

function item({ id, schedule }: NamedSchedule): Markup {
  const { order, verdict, reason } = schedule;
  const { letter, colour } = lookOf(verdict);
  const wrong = verdict === 'passed' ? '' : ' violation';
  return markup`<li><button type="button" class="chip cell o-${colour}${wrong}" data-run="${id}" aria-haspopup="dialog" aria-label="${verdict}: ${order}">${letter}</button> <span>${order}${reason === undefined ? '' : markup`<br><span class="soft">${cut(reason, longestReason)}</span>`}</span></li>
`;
}

function counts(schedules: readonly NamedSchedule[]): Markup[] {
  return scheduleLooks.flatMap(({ verdict, letter, colour }) => {
    const count = schedules.filter(({ schedule }) => schedule.verdict === verdict).length;
    if (count === 0) return [];
    return [
      markup`<span class="count">${count} <span class="chip o-${colour}" aria-hidden="true">${letter}</span><span class="out-of-sight">${verdict}</span></span> `,
    ];
  });
}
