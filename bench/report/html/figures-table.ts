import { type Markup, markup } from '../../../scenarios/report/html/index.ts';
import type { BenchRow } from '../../benchmark.ts';
import type { StampedeReport } from '../../stampede/index.ts';

/** What a reader wants first: a row a subject. */
export function summaryTable({ rows, judged }: StampedeReport): Markup {
  const metrics = [
    'queries found',
    'queries cold',
    'p99 found',
    'p99 cold',
    'cold cpu found',
    'hit cpu us',
    'get-hit ns',
    'p99.9 expiry',
  ];
  const shown = metrics.filter((metric) => rows.some((row) => row.metric === metric));
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  const cell = (subject: string, metric: string): Markup => {
    const row = rows.find((one) => one.subject === subject && one.metric === metric);
    return markup`<td>${row === undefined ? '' : figure(row.median)}</td>`;
  };
  const heads = shown.map((metric) => {
    const unit = rows.find((row) => row.metric === metric)?.unit ?? '';
    // Some metrics have their unit in their name.
    const name = metric.replace(/ [un]s$/, '');
    return markup`<th scope="col">${name}${metric.startsWith('queries') ? '' : `, ${unit}`}</th>`;
  });
  return markup`<div class="wide"><table class="figures"><thead><tr><th class="name" scope="col">medians</th>${heads}</tr></thead>
<tbody>${subjects.map(
    (subject) =>
      markup`<tr${judged.includes(subject) ? markup` class="judged"` : ''}><th scope="row">${subject}</th>${shown.map((metric) => cell(subject, metric))}</tr>
`,
  )}</tbody></table></div>`;
}

/** Every row with its spread. */
export function figuresTable(rows: readonly BenchRow[]): Markup {
  const isMarked = rows.some(({ regressedFrom }) => regressedFrom !== undefined);
  const heads = isMarked ? markup`<th class="name" scope="col">baseline</th>` : '';
  return markup`<div class="wide"><table class="figures"><thead><tr><th class="name" scope="col">subject</th><th class="name" scope="col">metric</th><th scope="col">n</th><th scope="col">min</th><th scope="col">median</th><th scope="col">max</th><th class="name" scope="col">unit</th><th class="name" scope="col">ratio</th>${heads}</tr></thead>
<tbody>${rows.map(
    (row) =>
      markup`<tr><th scope="row">${row.subject}</th><td class="name">${row.metric}</td><td>${row.n}</td><td>${figure(row.min)}</td><td>${figure(row.median)}</td><td>${figure(row.max)}</td><td class="name">${row.unit}</td><td class="name">${ratio(row)}</td>${isMarked ? regression(row) : ''}</tr>
`,
  )}</tbody></table></div>`;
}

function regression({ regressedFrom }: BenchRow): Markup {
  if (regressedFrom === undefined) return markup`<td></td>`;
  return markup`<td class="name"><strong>regression</strong> from ${regressedFrom}</td>`;
}

function ratio({ ratio: value, ratioTo }: BenchRow): string {
  if (value === undefined) return '';
  return `× ${value.toFixed(2)}${ratioTo === undefined ? '' : ` of ${ratioTo}`}`;
}

function figure(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
