import type { FaultCell, TimelineEntry } from '../../contract/index.ts';
import { cut } from '../cut.ts';
import { printable } from '../printable.ts';
import { type NamedRun, placeOf } from './fault-matrix.ts';
import { letterOf } from './outcomes.ts';
import { lookOf } from './schedule-looks.ts';
import { type ScheduleRow, scheduleRows } from './schedule-rows.ts';
import type { NamedSchedule } from './schedule-set.ts';

const longestStatement = 240;

/** A run of an operation that a scenario explored. */
export interface ShownRun extends NamedRun {
  readonly scenario: string;
  readonly operation: string;
  /** The text of the statement that was struck. */
  readonly statement: string;
}

/** An order of operations that a scenario ran. */
export interface ShownOrder extends NamedSchedule {
  readonly scenario: string;
  readonly operation: string;
  readonly columns: readonly string[];
}

/** The runs as the page's script reads them; a text that many runs share is there once, and named by its number. */
export function runData(runs: readonly ShownRun[], orders: readonly ShownOrder[]): object {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const shown = runs.map(({ id, cell, scenario, operation, statement }) => [
    id,
    {
      scenario,
      operation,
      place: placeOf(cell),
      statement: numberOf(cut(statement, longestStatement)),
      outcome: cell.outcome,
      letter: letterOf(cell.outcome),
      title: `${cell.outcome}, ${verdictOf(cell)}`,
      reason: cell.reason,
      timeline: cell.timeline.map((entry) => entryData(entry, numberOf)),
    },
  ]);
  const ordered = orders.map(({ id, schedule, scenario, operation, columns }) => [
    id,
    {
      scenario,
      operation,
      place: schedule.order,
      statement: numberOf(''),
      outcome: lookOf(schedule.verdict).colour,
      letter: lookOf(schedule.verdict).letter,
      title: schedule.verdict,
      reason: schedule.reason ?? lookOf(schedule.verdict).meaning,
      columns,
      timeline: scheduleRows(columns, schedule.entries).map((row) => rowData(row, numberOf)),
    },
  ]);
  return { runs: Object.fromEntries([...shown, ...ordered]), texts: [...numbers.keys()].map(printable) };
}

function entryData({ atMs, kind, who, text, note }: TimelineEntry, numberOf: (text: string) => number) {
  return [Math.round(atMs * 10) / 10, kind, numberOf(who), numberOf(text), note === undefined ? -1 : numberOf(note)];
}

function rowData({ step, kind, column, text, note }: ScheduleRow, numberOf: (text: string) => number) {
  return [step ?? -1, kind, column ?? -1, numberOf(text), note === undefined ? -1 : numberOf(note)];
}

function verdictOf({ outcome, isAllowed }: FaultCell): string {
  if (!isAllowed) return 'breaks the promise';
  return outcome === 'consistent' ? 'keeps the promise' : 'allowed here';
}
