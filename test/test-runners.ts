import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './planted-tree.ts';

/** A folder of its own: the optional peers of three versions of Vitest cannot be had side by side. */
const { resolve } = createRequire(join(root, 'test', 'runners', 'package.json'));
const folderOf = (name: string): string => dirname(resolve(`${name}/package.json`));

/** Version -> the folder of the oldest Vitest that the door promises to work with, of the one between it and ours, and of ours. */
export function vitestVersions(): Readonly<Record<string, string>> {
  return { '3.2': folderOf('vitest-3'), '4': folderOf('vitest-4'), '5': join(root, 'node_modules', 'vitest') };
}

/** The node_modules that have Jest. */
export function jestModules(): string {
  return dirname(folderOf('jest'));
}
