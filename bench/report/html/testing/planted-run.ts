import type { CaseName, Taken, Trace } from '../../../stampede/index.ts';

export const hostile = './<img src="http://example.invalid/x.png">.js';

const subjects = ['reference', 'lru-cache', 'constant', hostile];

/** A run as it might have been, with every chart in it, a doubt, an interruption and a name that would be markup. */
export const plantedRun = {
  database: 'PostgreSQL 18.4 (planted)',
  seed: 1,
  connections: 1000,
  rounds: 2,
  isPartial: true,
  absent: { bentocache: 'not installed' },
  taken: [
    ...subjects.flatMap((subject, index) => [0, 1].flatMap((round) => rounds(subject, round, index + 1))),
    taken('naive', 'hit', 0, { 'hit cpu us': 1 }, { doubts: ['sent 3 is not answered 1 + failed 1'] }),
  ],
};

function rounds(subject: string, round: number, factor: number): Taken[] {
  return [
    taken(
      subject,
      'found',
      round,
      { 'queries found': 1, 'cold cpu found': 40 * factor, 'p99 found': 90 * factor },
      { factor },
    ),
    taken(subject, 'hit', round, { 'hit cpu us': 1.2 * factor }, {}),
    taken(subject, 'get-hit', round, { 'get-hit ns': 100 * factor }, {}),
    taken(subject, 'expiry', round, { 'queries expiry': 1, 'p99.9 expiry': 8 * factor }, { factor }),
  ];
}

function taken(
  subject: string,
  name: CaseName,
  round: number,
  figures: Readonly<Record<string, number>>,
  { doubts = [], factor }: { readonly doubts?: readonly string[]; readonly factor?: number },
): Taken {
  return {
    subject,
    name,
    round,
    measured: {
      figures: Object.entries(figures).map(([metric, value]) => ({
        metric,
        unit: 'ms',
        value,
        ...(metric.endsWith(' found') ? { base: 40, ratioTo: 'bare' } : {}),
      })),
      doubts,
      ...(factor === undefined ? {} : { trace: traceOf(factor) }),
    },
  };
}

function traceOf(factor: number): Trace {
  const each = Array.from({ length: 200 }, (_, index) => index);
  return {
    latencyMs: each.map((index) => factor * (20 + ((index * 37) % 50))),
    arrivedAtMs: each.map((index) => index / 4),
    completedAtMs: each.map((index) => 60 + (index * factor) / 4),
    releasedAtMs: 55,
    queries: [
      { atMs: 0, count: 0 },
      { atMs: 58, count: factor },
    ],
  };
}
