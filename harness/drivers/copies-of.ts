import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const roots = [import.meta.url, pathToFileURL(process.cwd() + sep).href].map((from) => createRequire(from));

/** A module as this package loads it and as the project that is tested does, once where they are the same; none where it is not installed. */
export function copiesOf(name: string): unknown[] {
  return loaded(roots, name);
}

/** The copies of a module that lie beside those of another one. */
export function copiesBeside(neighbour: string, name: string): unknown[] {
  const beside = roots.flatMap((root) => {
    try {
      return [createRequire(root.resolve(neighbour))];
    } catch {
      return [];
    }
  });
  return loaded(beside, name);
}

function loaded(from: readonly NodeJS.Require[], name: string): unknown[] {
  const copies = from.flatMap((load) => {
    try {
      return [load(name) as unknown];
    } catch {
      return [];
    }
  });
  return [...new Set(copies)];
}
