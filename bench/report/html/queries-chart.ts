import type { Markup } from '../../../scenarios/report/html/index.ts';
import { renderChart } from './chart.ts';
import { type Drawn, thinned } from './drawn.ts';
import { facetHeight, facetOptions } from './facets.ts';
import { frame, line, text } from './plot.ts';

const mostPoints = 200;

/** Queries that the server had counted at a moment, one panel a subject. */
export function queriesChart(id: string, title: string, subjects: readonly Drawn[]): Markup {
  const points = subjects.flatMap(({ subject, trace }) =>
    thinned(
      trace.queries.map(({ atMs, count }) => ({ subject, ms: Math.max(0, atMs), count })),
      mostPoints,
    ),
  );
  const totals = subjects.flatMap(({ subject, trace }) => {
    const last = trace.queries.at(-1);
    return last === undefined ? [] : [{ subject, ms: Math.max(0, last.atMs), count: last.count }];
  });
  return renderChart(
    { id, title, caption: 'Tenant queries that the server had counted; on a scale of powers of ten, from 0.' },
    {
      ...facetOptions(subjects.map(({ subject }) => subject)),
      height: facetHeight(subjects.length),
      x: { label: 'milliseconds since the first request', grid: true, nice: true, labelAnchor: 'center' },
      y: { label: 'queries', type: 'symlog', ticks: [1, 10, 100, 1000], tickFormat: 'd', domain: [0, 1300] },
      marks: [
        // Below the labels: the last one may stand at its edge.
        frame({ stroke: 'var(--line)' }),
        line(points, {
          x: 'ms',
          y: 'count',
          fy: 'subject',
          stroke: 'var(--series-3)',
          strokeWidth: 2,
          curve: 'step-after',
        }),
        text(totals, {
          x: 'ms',
          y: 'count',
          fy: 'subject',
          text: ({ count }: { count: number }) => String(count),
          textAnchor: 'start',
          dx: 6,
          fill: 'currentColor',
          fontWeight: 'bold',
          stroke: 'var(--paper)',
          strokeWidth: 4,
        }),
      ],
    },
  );
}
