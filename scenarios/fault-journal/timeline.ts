import type { StatementRecord } from '../../harness/wire/index.ts';
import type { TimelineEntry } from '../contract/index.ts';
import type { Note } from './note.ts';
import { statementEntry } from './statement-entry.ts';

const mostEntries = 200;

/** What was noted in one run. */
export interface RunNotes {
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly notes: readonly Note[];
}

/** What the proxy saw and what was noted, in the order in which it happened. */
export function timelineOf(statements: readonly StatementRecord[], { startedAt, notes }: RunNotes): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...statements.map((statement) => statementEntry(statement, startedAt)),
    ...notes.map(({ at, ...note }): TimelineEntry => ({ atMs: at - startedAt, ...note })),
  ];
  return entries.sort((one, other) => one.atMs - other.atMs).slice(0, mostEntries);
}
