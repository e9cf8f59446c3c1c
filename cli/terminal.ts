import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters, styleText } from 'node:util';
import type { Paint } from '../scenarios/index.ts';

/** Colours only a terminal, and not where NO_COLOR asks otherwise. */
export const paintForStdout: Paint = (colour, text) => styleText(colour, text, { stream: process.stdout });

/** Takes the colours of others out of a text that does not go to a terminal that shows them. */
export function plainUnlessTerminal(stream: WriteStream, text: string): string {
  return stream.isTTY && stream.hasColors() ? text : stripVTControlCharacters(text);
}

/** Progress and complaints go to stderr: stdout carries the document and nothing else. */
export function toStderr(line: string): void {
  process.stderr.write(plainUnlessTerminal(process.stderr, `${line}\n`));
}

/** Resolves when the document has left the process, however slow the pipe. */
export async function toStdout(document: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(document, (error) => (error ? reject(error) : resolve()));
  });
}
