import { endOfStatement, skipToStatement } from './scan-statement.ts';

/** A part of a script: a statement, with the rows that follow it when it is a COPY FROM stdin, or a command of psql. */
export type ScriptPart =
  | { readonly kind: 'statement'; readonly text: string; readonly line: number }
  | {
      readonly kind: 'copy';
      readonly text: string;
      readonly line: number;
      readonly data: string;
      readonly dataLine: number;
    }
  | { readonly kind: 'meta'; readonly text: string; readonly line: number };

const copiesFromInput = /^COPY\b[\s\S]*\bFROM\s+STDIN\b/i;
const endOfData = /^\\\.\r?$/m;

/** Reads a script as psql does: part by part, each with the line that it begins on. */
export function* readScript(text: string): Generator<ScriptPart> {
  const lines = lineCounter(text);
  let index = skipToStatement(text, 0);
  while (index < text.length) {
    const line = lines(index);
    if (text[index] === '\\') {
      const end = endOfLine(text, index);
      yield { kind: 'meta', text: text.slice(index, end).trim(), line };
      index = skipToStatement(text, end);
      continue;
    }
    const end = endOfStatement(text, index);
    const statement = text.slice(index, end).trim();
    index = end + 1;
    if (copiesFromInput.test(statement)) {
      const begin = endOfLine(text, end) + 1;
      const data = dataFrom(text, begin);
      yield { kind: 'copy', text: statement, line, data: data.text, dataLine: lines(begin) };
      index = data.end;
    } else if (statement !== '') {
      yield { kind: 'statement', text: statement, line };
    }
    index = skipToStatement(text, index);
  }
}

function dataFrom(text: string, begin: number): { readonly text: string; readonly end: number } {
  const rest = new RegExp(endOfData.source, 'gm');
  rest.lastIndex = begin;
  const found = rest.exec(text);
  const end = found?.index ?? text.length;
  return { text: text.slice(begin, end), end: end + (found?.[0].length ?? 0) };
}

function endOfLine(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end === -1 ? text.length : end;
}

/** Counts lines up to an index; each call asks for one that is not before the last one. */
function lineCounter(text: string): (index: number) => number {
  let line = 1;
  let counted = 0;
  return (index) => {
    for (let next = text.indexOf('\n', counted); next !== -1 && next < index; next = text.indexOf('\n', counted)) {
      line += 1;
      counted = next + 1;
    }
    return line;
  };
}
