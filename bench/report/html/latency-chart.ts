import type { Markup } from '../../../scenarios/report/html/index.ts';
import { percentilesOf } from '../../stampede/index.ts';
import { renderChart } from './chart.ts';
import type { Drawn } from './drawn.ts';
import { facetHeight, facetOptions } from './facets.ts';
import { binX, frame, rectY, ruleX, text, tickX } from './plot.ts';

/** How long requests took, one panel a subject. */
export function latencyChart(id: string, title: string, subjects: readonly Drawn[]): Markup {
  const points = subjects.flatMap(({ subject, trace }) => trace.latencyMs.map((ms) => ({ subject, ms })));
  const bars = {
    x: 'ms',
    fy: 'subject',
    fill: 'var(--series-1)',
    thresholds: 60,
  };
  const ends = subjects.map(({ subject, trace }) => ({ subject, ms: percentilesOf(trace.latencyMs).p99 }));
  return renderChart(
    {
      id,
      title,
      caption:
        'Share of the requests by how long they took; the upright line is the 99th percentile. Narrow and left is good.',
    },
    {
      ...facetOptions(subjects.map(({ subject }) => subject)),
      height: facetHeight(subjects.length),
      x: { label: 'milliseconds', grid: true, nice: true, labelAnchor: 'center' },
      // Room for the label over the bars.
      y: { axis: null, insetTop: 16 },
      marks: [
        rectY(points, binX({ y: 'proportion-facet' }, bars)),
        tickX(ends, { x: 'ms', fy: 'subject', stroke: 'var(--series-2)', strokeWidth: 2.5 }),
        text(ends, {
          x: 'ms',
          fy: 'subject',
          text: ({ ms }: { ms: number }) => `p99 ${ms >= 10 ? ms.toFixed(0) : ms.toFixed(1)} ms`,
          frameAnchor: 'top',
          textAnchor: 'end',
          dx: -6,
          dy: 3,
          fill: 'currentColor',
          stroke: 'var(--paper)',
          strokeWidth: 4,
        }),
        ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.4 }),
        frame({ stroke: 'var(--line)' }),
      ],
    },
  );
}
