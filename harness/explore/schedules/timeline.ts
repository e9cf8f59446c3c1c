import { commitsTransaction } from '../../wire/index.ts';
import type { ScheduleEvent } from './schedule-run.ts';
import { shorten } from '../shorten.ts';

const columnWidth = 54;
const cellWidth = columnWidth - 2;
const answerWidth = 16;
const parametersWidth = 16;

/**
 * Prints events in a column for each operation: after the number of its step `>` a statement that is released, `|` that it is blocked,
 * `<` its answer, `=` the end of the operation; COMMIT stands out. An answer that comes at once stays in the line of its statement.
 */
export function printTimeline(operations: readonly string[], events: readonly ScheduleEvent[]): string {
  const lines = [row('', operations.map((name) => shorten(name, cellWidth).padEnd(columnWidth)).join(''), 0)];
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    const next = events[index + 1];
    if (event === undefined) continue;
    const column = operations.indexOf(event.operation);
    const isAnsweredAtOnce = event.kind === 'released' && next?.kind === 'answered' && next.step === event.step;
    const answer = isAnsweredAtOnce ? `  ${describe(next, answerWidth)}` : '';
    const step = event.kind === 'released' ? String(event.step) : '';
    lines.push(row(step, describe(event, cellWidth - answer.length) + answer, column));
    if (isAnsweredAtOnce) index += 1;
  }
  return lines.map((one) => one.trimEnd()).join('\n');
}

function row(step: string, cell: string, column: number): string {
  return `${step.padStart(4)}  ${' '.repeat(column * columnWidth)}${cell}`;
}

function describe(event: ScheduleEvent, width: number): string {
  switch (event.kind) {
    case 'released': {
      const parameters =
        event.parameters.length === 0 ? '' : ` [${shorten(event.parameters.join(', '), parametersWidth)}]`;
      const text = commitsTransaction(event.text) ? `=== ${event.text} ===` : event.text;
      return `> ${shorten(text, width - 2 - parameters.length)}${parameters}`;
    }
    case 'blocked':
      return shorten(`| (${event.step}) is blocked by ${event.by.join(' and ')}`, width);
    case 'answered': {
      const answer = event.sqlState === null ? event.answer : `${event.sqlState} ${event.answer}`;
      return shorten(`< ${answer}`, width);
    }
    case 'settled':
      return shorten(`= ${event.how}`, width);
  }
}
