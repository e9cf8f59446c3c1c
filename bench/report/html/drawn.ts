import type { Taken, Trace } from '../../stampede/index.ts';

/** The traces of one case: one a subject, of the round whose slowest answer is the median of all rounds. */
export interface Drawn {
  readonly subject: string;
  readonly trace: Trace;
}

export function drawn(taken: readonly Taken[], name: Taken['name']): Drawn[] {
  const ofCase = taken.filter((one) => one.name === name && one.measured.doubts.length === 0);
  return [...Map.groupBy(ofCase, ({ subject }) => subject)].flatMap(([subject, rounds]) => {
    const traces = rounds.flatMap(({ measured: { trace } }) => (trace === undefined ? [] : [trace]));
    const ranked = traces.toSorted((one, other) => slowest(one) - slowest(other));
    const trace = ranked[Math.floor(ranked.length / 2)];
    return trace === undefined ? [] : [{ subject, trace }];
  });
}

function slowest({ latencyMs }: Trace): number {
  return latencyMs.reduce((most, one) => Math.max(most, one), 0);
}

/** At most so many points of a series, the first and the last among them. */
export function thinned<T>(series: readonly T[], most: number): T[] {
  if (series.length <= most) return [...series];
  const step = (series.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => series[Math.round(index * step)] as T);
}
