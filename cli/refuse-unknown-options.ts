import { UsageError } from './usage-error.ts';

/** citty lets unknown options pass; a mistyped one would silently prove something else. */
export function refuseUnknownOptions(
  given: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): void {
  const unknown = Object.keys(given).filter((name) => name !== '_' && !(name in known));
  if (unknown.length > 0) throw new UsageError(`unknown option ${unknown.map((name) => `--${name}`).join(', ')}`);
  const empty = Object.keys(known).filter((name) => given[name] === '');
  if (empty.length > 0) throw new UsageError(`${empty.map((name) => `--${name}`).join(', ')} needs a value`);
}
