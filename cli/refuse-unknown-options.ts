import { UsageError } from './usage-error.ts';

/** citty lets unknown options pass; a mistyped one would silently prove something else. */
export function refuseUnknownOptions(
  given: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): void {
  // citty gives each option under its name with dashes and without.
  const names = new Set(Object.keys(known).flatMap((name) => [name, withoutDashes(name)]));
  const unknown = Object.keys(given).filter((name) => name !== '_' && !names.has(name));
  if (unknown.length > 0) throw new UsageError(`unknown option ${unknown.map((name) => `--${name}`).join(', ')}`);
  const empty = Object.keys(known).filter((name) => given[name] === '');
  if (empty.length > 0) throw new UsageError(`${empty.map((name) => `--${name}`).join(', ')} needs a value`);
}

function withoutDashes(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
