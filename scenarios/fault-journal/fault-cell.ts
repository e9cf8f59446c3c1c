import type { FaultRun, PlacedFault } from '../../harness/explore/index.ts';
import type { Firing } from '../../harness/wire/index.ts';
import type { FaultCell } from '../contract/index.ts';
import { cut } from '../report/index.ts';
import { faultName } from './fault-name.ts';
import { type Note, longestText } from './note.ts';
import { type RunNotes, timelineOf } from './timeline.ts';

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
      timeline: timelineOf(run.statements, {
        startedAt: noted?.startedAt ?? run.statements[0]?.startedAt ?? 0,
        notes: [...run.firings.map(firingNote), ...(noted?.notes ?? [])],
      }),
    },
  ];
}

function firingNote({ fault, statement }: Firing): Note {
  const text = `${faultName(fault)} strikes on connection ${statement.connection}`;
  return { at: statement.startedAt, kind: 'fault', who: 'fault', text };
}

function placeOf({ statement, fault }: PlacedFault): { statement: number; fault: string } {
  return { statement, fault: faultName(fault) };
}
