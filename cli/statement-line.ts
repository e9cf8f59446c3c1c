import { stripVTControlCharacters } from 'node:util';
import type { StatementRecord } from '../harness/wire/index.ts';

const shownText = 160;

/** One statement in one line: when, by whom, how long, what came of it, what it was. Its parameters are not shown. */
export function statementLine(statement: StatementRecord): string {
  const { startedAt, durationMs, commandTag, sqlState, message, outcome, text } = statement;
  const end = sqlState === null ? (commandTag ?? outcome) : `${sqlState} ${message ?? ''}`;
  const time = new Date(startedAt).toISOString().slice(11, 23);
  return `${time}  ${numberOf(statement).padStart(6)}  ${(durationMs ?? 0).toFixed(1).padStart(8)} ms  ${end}  ${shorten(text)}`;
}

/** Its connection and its place there, and its text: `3.12 (INSERT INTO orders …)`. */
export function nameOf(statement: StatementRecord): string {
  return `${numberOf(statement)} (${shorten(statement.text)})`;
}

function numberOf({ connection, ordinal }: StatementRecord): string {
  return `${connection}.${ordinal}`;
}

function shorten(text: string): string {
  const line = stripVTControlCharacters(text).replace(/\s+/g, ' ').trim();
  return line.length <= shownText ? line : `${line.slice(0, shownText - 1)}…`;
}
