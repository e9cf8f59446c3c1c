import type { Markup } from '../../../scenarios/report/html/index.ts';
import { renderChart } from './chart.ts';
import { type Drawn, thinned } from './drawn.ts';
import { facetHeight, facetOptions } from './facets.ts';
import { frame, line, ruleX } from './plot.ts';

const mostPoints = 200;

/** Who had come and who had been answered at a moment, one panel a subject. */
export function flowChart(id: string, title: string, subjects: readonly Drawn[]): Markup {
  const series = (name: 'arrivedAtMs' | 'completedAtMs') =>
    subjects.flatMap(({ subject, trace }) =>
      thinned(
        trace[name]
          .toSorted((one, other) => one - other)
          .map((ms, index, all) => ({ subject, ms, share: (100 * (index + 1)) / all.length })),
        mostPoints,
      ),
    );
  const releases = subjects.flatMap(({ subject, trace: { releasedAtMs } }) =>
    releasedAtMs === undefined ? [] : [{ subject, ms: releasedAtMs }],
  );
  return renderChart(
    {
      id,
      title,
      caption:
        'Share of the requests that had arrived (solid) and been answered (dashed); the dotted line is the moment when the gate opened.',
    },
    {
      ...facetOptions(subjects.map(({ subject }) => subject)),
      height: facetHeight(subjects.length),
      x: { label: 'milliseconds since the first request', grid: true, nice: true, labelAnchor: 'center' },
      y: { label: '%', ticks: [0, 50, 100], domain: [0, 100] },
      marks: [
        ruleX(releases, { x: 'ms', fy: 'subject', stroke: 'currentColor', strokeDasharray: '2 3' }),
        line(series('arrivedAtMs'), { x: 'ms', y: 'share', fy: 'subject', stroke: 'var(--series-1)', strokeWidth: 2 }),
        line(series('completedAtMs'), {
          x: 'ms',
          y: 'share',
          fy: 'subject',
          stroke: 'var(--series-2)',
          strokeWidth: 2,
          strokeDasharray: '6 4',
        }),
        frame({ stroke: 'var(--line)' }),
      ],
    },
  );
}
