import type { Evidence } from '../contract/index.ts';

/** Singular and plural of what was counted, in the order in which it is told. */
const counted: Readonly<Partial<Record<keyof Evidence, readonly [string, string]>>> = {
  faultPoints: ['fault point', 'fault points'],
  schedules: ['schedule', 'schedules'],
  queries: ['query', 'queries'],
  requests: ['request', 'requests'],
  routes: ['route', 'routes'],
  envelopes: ['envelope', 'envelopes'],
};

/** What should not be there: told one by one when seen, together when looked for and not seen. */
const unwanted = ['ghost', 'lost', 'torn', 'stuck', 'ambiguous'] as const satisfies readonly (keyof Evidence)[];

/** Evidence in words: `72 fault points, 96 envelopes, 1 ghost, 0 lost/torn/stuck`. */
export function describeEvidence(evidence: Evidence): string {
  const counts = Object.entries(counted).flatMap(([kind, [one, many]]) => {
    const count = evidence[kind as keyof Evidence];
    return count === undefined ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  const seen = unwanted.filter((kind) => (evidence[kind] ?? 0) > 0).map((kind) => `${evidence[kind]} ${kind}`);
  const unseen = unwanted.filter((kind) => evidence[kind] === 0).join('/');
  const median = evidence.medianMs === undefined ? [] : [`median ${evidence.medianMs} ms`];
  return [...counts, ...seen, ...(unseen === '' ? [] : [`0 ${unseen}`]), ...median].join(', ');
}
