import { isDeepStrictEqual } from 'node:util';

/** Throws unless `seen` equals `expected`; `what` names the observation. */
export function seen(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: saw ${show(actual)} instead of ${show(expected)}`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
