import type { FaultMatrix, ScenarioDetail, ScheduleSet } from '../../contract/index.ts';
import { renderFaultMatrix } from './fault-matrix.ts';
import type { Markup } from './markup.ts';
import type { ShownOrder, ShownRun } from './run-data.ts';
import { renderScheduleSet } from './schedule-set.ts';

/** A detail with the names of its runs, by which the page's script finds them. */
export type ShownDetail =
  | { readonly scenario: string; readonly detail: FaultMatrix; readonly runs: readonly ShownRun[] }
  | { readonly scenario: string; readonly detail: ScheduleSet; readonly orders: readonly ShownOrder[] };

/** Names every run of every detail, in the order of the page. */
export function showDetails(details: readonly ScenarioDetail[]): ShownDetail[] {
  let count = 0;
  const nextId = () => {
    count += 1;
    return `run-${count}`;
  };
  return details.map(({ scenario, detail }): ShownDetail => {
    const { operation } = detail;
    if (detail.kind === 'schedules') {
      const { columns } = detail;
      const orders = detail.schedules.map((schedule) => ({ id: nextId(), schedule, scenario, operation, columns }));
      return { scenario, detail, orders };
    }
    const runs = detail.cells.map((cell) => {
      const statement = detail.statements[cell.statement - 1] ?? '';
      return { id: nextId(), cell, scenario, operation, statement };
    });
    return { scenario, detail, runs };
  });
}

/** Every run under faults. */
export function runsOf(details: readonly ShownDetail[]): ShownRun[] {
  return details.flatMap((shown) => ('runs' in shown ? shown.runs : []));
}

/** Every order of operations. */
export function ordersOf(details: readonly ShownDetail[]): ShownOrder[] {
  return details.flatMap((shown) => ('orders' in shown ? shown.orders : []));
}

/** What broke the promise is open; when nothing did, nothing is. */
export function renderDetail(shown: ShownDetail): Markup {
  if ('orders' in shown) return renderScheduleSet(shown.detail, shown.orders);
  const isOpen = shown.runs.some(({ cell }) => !cell.isAllowed);
  return renderFaultMatrix(shown.detail, shown.runs, isOpen);
}
