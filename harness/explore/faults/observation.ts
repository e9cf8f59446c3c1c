/** What is committed and what has been published, in words that are the same for the same result: no generated ids, no times. */
export interface Observation {
  readonly committed: readonly string[];
  /** What a consumer would have received, after everything that was due was drained. */
  readonly published: readonly string[];
}

/** Equal as multisets: the order of reading does not matter, a duplicate does. */
export function sameEntries(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const sorted = [...other].sort();
  return [...one].sort().every((entry, index) => entry === sorted[index]);
}
