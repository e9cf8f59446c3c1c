import type { Client } from 'pg';
import { migrationFailed, textOf } from '../migration-error.ts';
import { copyRows } from './copy-rows.ts';
import type { ScriptPart } from './read-script.ts';

/** Runs one statement of a file; an error names the file and the line that the server complains about. */
export async function runPart(
  client: Client,
  file: string,
  part: Exclude<ScriptPart, { kind: 'meta' }>,
): Promise<void> {
  try {
    await (part.kind === 'copy' ? copyRows(client, part.text, part.data) : client.query(part.text));
  } catch (cause) {
    throw migrationFailed({ file, line: lineOf(part, cause) }, cause);
  }
}

function lineOf(part: Exclude<ScriptPart, { kind: 'meta' }>, cause: unknown): number {
  const row = /^COPY .*, line (\d+)/.exec(textOf(cause, 'where') ?? '')?.[1];
  if (part.kind === 'copy' && row !== undefined) return part.dataLine + Number(row) - 1;
  const position = textOf(cause, 'position');
  return position === undefined ? part.line : part.line + lineBreaks(part.text, Number(position) - 1);
}

/** The server counts characters, not UTF-16 units. */
function lineBreaks(text: string, characters: number): number {
  return Array.from(text)
    .slice(0, characters)
    .filter((character) => character === '\n').length;
}
