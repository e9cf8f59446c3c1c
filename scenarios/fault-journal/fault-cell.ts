import type { FaultRun, PlacedFault } from '../../harness/explore/index.ts';
import type { FaultCell, TimelineEntry } from '../contract/index.ts';
import { cut } from '../report/index.ts';
import { faultName } from './fault-name.ts';
import { type Note, longestText } from './note.ts';
import { statementEntry } from './statement-entry.ts';

const mostEntries = 200;

/** What was noted in one run. */
export interface RunNotes {
  readonly startedAt: number;
  readonly notes: readonly Note[];
}

/** A run as a cell of the matrix, with everything that happened in it; none for a run without a fault. */
export function faultCell(run: FaultRun, noted: RunNotes | undefined): FaultCell[] {
  const [first, second] = run.faults;
  if (first === undefined) return [];
  return [
    {
      ...placeOf(first),
      ...(second === undefined ? {} : { second: placeOf(second) }),
      outcome: run.outcome,
      isAllowed: run.isAllowed,
      reason: cut(run.reason, longestText),
      timeline: timelineOf(run, noted ?? { startedAt: run.statements[0]?.startedAt ?? 0, notes: [] }),
    },
  ];
}

function timelineOf({ statements, firings }: FaultRun, { startedAt, notes }: RunNotes): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...statements.map((statement) => statementEntry(statement, startedAt)),
    ...firings.map(({ fault, statement }): TimelineEntry => ({
      atMs: statement.startedAt - startedAt,
      kind: 'fault',
      who: 'fault',
      text: `${faultName(fault)} strikes on connection ${statement.connection}`,
    })),
    ...notes.map(({ at, ...note }): TimelineEntry => ({ atMs: at - startedAt, ...note })),
  ];
  return entries.sort((one, other) => one.atMs - other.atMs).slice(0, mostEntries);
}

function placeOf({ statement, fault }: PlacedFault): { statement: number; fault: string } {
  return { statement, fault: faultName(fault) };
}
