import type { Evidence } from '../contract/index.ts';

/** Singular and plural of each kind, in the order in which they are told. */
const words: Readonly<Record<keyof Evidence, readonly [string, string]>> = {
  faultPoints: ['fault point', 'fault points'],
  schedules: ['schedule', 'schedules'],
  queries: ['query', 'queries'],
  requests: ['request', 'requests'],
  envelopes: ['envelope', 'envelopes'],
  ghost: ['ghost', 'ghost'],
  lost: ['lost', 'lost'],
  torn: ['torn', 'torn'],
  stuck: ['stuck', 'stuck'],
  ambiguous: ['ambiguous', 'ambiguous'],
};

/** Evidence in words: `72 fault points, 96 envelopes, 0 ghost, 0 lost`. */
export function describeEvidence(evidence: Evidence): string {
  return Object.entries(words)
    .flatMap(([kind, [one, many]]) => {
      const count = evidence[kind as keyof Evidence];
      return count === undefined ? [] : [`${count} ${count === 1 ? one : many}`];
    })
    .join(', ');
}
