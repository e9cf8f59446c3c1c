import type { Markup } from '../../../scenarios/report/html/index.ts';
import type { BenchRow } from '../../benchmark.ts';
import { renderChart } from './chart.ts';
import { barX, frame, ruleX, text } from './plot.ts';

const barHeight = 24;

/** How a metric compares with what it is measured beside, one bar a subject; undefined where nothing is. */
export function ratioChart(metric: string, title: string, rows: readonly BenchRow[]): Markup | undefined {
  const bars = rows.flatMap(({ subject, metric: name, ratio, ratioTo }) =>
    name === metric && ratio !== undefined && Number.isFinite(ratio)
      ? [{ subject, ratio, ratioTo: ratioTo ?? '' }]
      : [],
  );
  const [first] = bars;
  if (first === undefined) return undefined;
  const ratios = bars.map(({ ratio }) => ratio);
  const [least, most] = [Math.min(...ratios, 0), Math.max(...ratios, 1)];
  return renderChart(
    {
      id: `ratio-${metric.replaceAll(/\W+/g, '-')}`,
      title,
      caption: `Median of the pairs of the same round; the line at 1 is ${first.ratioTo}. Shorter is better.`,
    },
    {
      width: 1080,
      marginBottom: 42,
      height: 66 + bars.length * barHeight,
      marginLeft: 160,
      marginRight: 60,
      x: { label: `times ${first.ratioTo}`, grid: true, domain: [least * 1.05, most * 1.05], labelAnchor: 'center' },
      y: { label: null, domain: bars.toSorted((one, other) => one.ratio - other.ratio).map(({ subject }) => subject) },
      marks: [
        ruleX([0], { stroke: 'currentColor' }),
        barX(bars, { x: 'ratio', y: 'subject', fill: 'var(--series-1)' }),
        ruleX([1], { stroke: 'var(--series-2)', strokeWidth: 2, strokeDasharray: '5 3' }),
        text(bars, {
          x: 'ratio',
          y: 'subject',
          text: ({ ratio }: { ratio: number }) => ratio.toFixed(2),
          textAnchor: 'start',
          dx: 5,
          fill: 'currentColor',
          stroke: 'var(--paper)',
          strokeWidth: 4,
        }),
        frame({ stroke: 'var(--line)' }),
      ],
    },
  );
}
