import type { FaultCell, TimelineEntry } from '../../contract/index.ts';
import { cut } from '../cut.ts';
import { printable } from '../printable.ts';
import { type NamedRun, placeOf } from './fault-matrix.ts';
import { letterOf } from './outcomes.ts';

const longestStatement = 240;

/** A run of an operation that a scenario explored. */
export interface ShownRun extends NamedRun {
  readonly scenario: string;
  readonly operation: string;
  /** The text of the statement that was struck. */
  readonly statement: string;
}

/** The runs as the page's script reads them; a text that many runs share is there once, and named by its number. */
export function runData(runs: readonly ShownRun[]): object {
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
      verdict: verdictOf(cell),
      reason: cell.reason,
      timeline: cell.timeline.map((entry) => entryData(entry, numberOf)),
    },
  ]);
  return { runs: Object.fromEntries(shown), texts: [...numbers.keys()].map(printable) };
}

function entryData({ atMs, kind, who, text, note }: TimelineEntry, numberOf: (text: string) => number) {
  return [Math.round(atMs * 10) / 10, kind, numberOf(who), numberOf(text), note === undefined ? -1 : numberOf(note)];
}

function verdictOf({ outcome, isAllowed }: FaultCell): string {
  if (!isAllowed) return 'breaks the promise';
  return outcome === 'consistent' ? 'keeps the promise' : 'allowed here';
}
