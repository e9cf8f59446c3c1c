interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

/** True when every field of `part` is in `whole`, all the way down; lists must be equal, and null says the same as absent. */
export function contains(whole: unknown, part: unknown): boolean {
  if (isAsymmetric(part)) return part.asymmetricMatch(whole);
  if (part === undefined || part === null) return whole === undefined || whole === null;
  if (part instanceof RegExp) return typeof whole === 'string' && new RegExp(part.source, part.flags).test(whole);
  if (Array.isArray(part)) {
    return Array.isArray(whole) && whole.length === part.length && part.every((one, at) => contains(whole[at], one));
  }
  if (typeof part !== 'object') return Object.is(whole, part);
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, value]) => contains((whole as Record<string, unknown>)[key], value));
}

/** The fields of `whole` that `part` speaks of: what a difference should show. */
export function pick(whole: unknown, part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part) || isAsymmetric(part)) return whole;
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return whole;
  const fields = whole as Record<string, unknown>;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, pick(fields[key], value)]));
}

function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return (
    typeof value === 'object' &&
    value !== null &&
    'asymmetricMatch' in value &&
    typeof value.asymmetricMatch === 'function'
  );
}
