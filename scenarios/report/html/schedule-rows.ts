import { commitsTransaction } from '../../../harness/wire/index.ts';
import type { ScheduleEntry, TimelineKind } from '../../contract/index.ts';

/** A line of a timeline that has a column for each operation. */
export interface ScheduleRow {
  /** The number of the statement's release; undefined for what is none. */
  readonly step?: number;
  readonly kind: TimelineKind | 'wait';
  /** The operation's column; undefined for what happened beside them. */
  readonly column?: number;
  readonly text: string;
  readonly note?: string;
}

type Released = Extract<ScheduleEntry, { kind: 'released' }>;
type Answered = Extract<ScheduleEntry, { kind: 'answered' }>;

/** What happened, line by line; an answer that comes at once stays in the line of its statement. */
export function scheduleRows(columns: readonly string[], entries: readonly ScheduleEntry[]): ScheduleRow[] {
  const columnOf = (operation: string) => ({ column: columns.indexOf(operation) });
  return entries.flatMap((entry, index): ScheduleRow[] => {
    switch (entry.kind) {
      case 'released':
        return [{ ...columnOf(entry.operation), ...statementRow(entry, answerAtOnce(entry, entries[index + 1])) }];
      case 'answered': {
        const asked = entries[index - 1];
        if (asked?.kind === 'released' && answerAtOnce(asked, entry) !== undefined) return [];
        const text = `(${entry.step}) → ${answerOf(entry)}`;
        return [{ ...columnOf(entry.operation), kind: 'statement', text }];
      }
      case 'blocked': {
        const text = `(${entry.step}) is blocked by ${entry.by.join(' and ')}`;
        return [{ ...columnOf(entry.operation), kind: 'wait', text }];
      }
      case 'settled':
        return [{ ...columnOf(entry.operation), kind: 'call', text: entry.how }];
      case 'beside':
        return [
          {
            kind: 'relay',
            text: `${entry.who} ${entry.text}`,
            ...(entry.note === undefined ? {} : { note: entry.note }),
          },
        ];
    }
  });
}

function answerAtOnce(asked: Released, next: ScheduleEntry | undefined): Answered | undefined {
  return next?.kind === 'answered' && next.step === asked.step ? next : undefined;
}

function statementRow({ step, text, parameters }: Released, answer: Answered | undefined) {
  const given = parameters.map((parameter, index) => `$${index + 1} = ${parameter}`).join(', ');
  const note = [given, ...(answer === undefined ? [] : [`→ ${answerOf(answer)}`])].filter((part) => part !== '');
  const kind = commitsTransaction(text) ? ('commit' as const) : ('statement' as const);
  return { step, kind, text, ...(note.length === 0 ? {} : { note: note.join('\n') }) };
}

function answerOf({ answer, sqlState }: Answered): string {
  return sqlState === null ? answer : `error ${sqlState}: ${answer}`;
}
