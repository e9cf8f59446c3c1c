import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../testing/scratch-folder.ts';

/** A folder with files of that content. */
export interface Files extends Disposable {
  readonly path: string;
  /** The path of one of them. */
  at(name: string): string;
  write(name: string, content: string | Uint8Array): void;
}

export function files(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  const folder = scratchFolder();
  const at = (name: string) => join(folder.path, name);
  const write: Files['write'] = (name, content) => writeFileSync(at(name), content);
  for (const [name, content] of Object.entries(contents)) write(name, content);
  return { path: folder.path, at, write, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
