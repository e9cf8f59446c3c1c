import { type Markup, markup, renderPage } from '../../../scenarios/report/html/index.ts';
import { type StampedeReport, type Taken, sayRegression, sayVersions } from '../../stampede/index.ts';
import { benchStyle } from './bench-style.ts';
import { drawn } from './drawn.ts';
import { figuresTable, summaryTable } from './figures-table.ts';
import { flowChart } from './flow-chart.ts';
import { latencyChart } from './latency-chart.ts';
import { queriesChart } from './queries-chart.ts';
import { ratioChart } from './ratio-chart.ts';

/** The report as one self-contained page: charts are SVG in it, and no request leaves it. */
export function renderStampedePage(
  report: StampedeReport,
  taken: readonly Taken[],
  { createdAt }: { readonly createdAt: Date },
): string {
  const { connections } = report;
  return renderPage({
    title: `Stampede: ${connections} callers, resolver by resolver`,
    style: benchStyle,
    body: markup`<header>
<h1>What ${connections} callers of one tenant cost</h1>
<ul class="facts soft">
<li>${report.machine}; ${report.database}</li>
${versionsLine(report)}<li>${report.rounds} ${report.rounds === 1 ? 'round' : 'rounds'}, seed ${report.seed}; load, server and database in processes of their own, over loopback; ${createdAt.toISOString()}</li>
</ul>
${notices(report)}
</header>
<main>
${summaryTable(report)}
${crowdCharts(taken)}
${expiryCharts(taken)}
${ratios(report)}
<details open><summary>All figures</summary>${figuresTable(report.rows)}</details>
</main>`,
  });
}

function versionsLine({ versions }: StampedeReport): Markup | string {
  return Object.keys(versions).length === 0 ? '' : markup`<li>${sayVersions(versions)}</li>\n`;
}

/** What cannot be believed comes before what can. */
function notices({ isPartial, problems, absent, rows }: StampedeReport): Markup[] {
  return [
    ...(isPartial ? [markup`<p class="notice bad"><strong>Partial:</strong> the run was interrupted.</p>`] : []),
    ...problems.map(
      ({ subject, name, why }) =>
        markup`<p class="notice bad"><strong>No figures for ${subject}, ${name}:</strong> ${why}</p>`,
    ),
    ...rows
      .map(sayRegression)
      .filter((sentence) => sentence !== undefined)
      .map((sentence) => markup`<p class="notice bad"><strong>Regression:</strong> ${sentence}</p>`),
    ...Object.entries(absent).map(
      ([subject, why]) => markup`<p class="notice"><strong>${subject}</strong> was left out: ${why}</p>`,
    ),
  ];
}

function crowdCharts(taken: readonly Taken[]): Markup | string {
  const subjects = drawn(taken, 'found');
  if (subjects.length === 0) return '';
  return markup`<section><h2>A crowd before a cold cache</h2>
${latencyChart('latency-found', 'Latency distribution', subjects)}
${flowChart('flow-found', 'Arrivals and completions over time', subjects)}
${queriesChart('queries-found', 'Queries over time', subjects)}
</section>`;
}

function expiryCharts(taken: readonly Taken[]): Markup | string {
  const subjects = drawn(taken, 'expiry');
  if (subjects.length === 0) return '';
  return markup`<section><h2>Entries that expire while they are asked for</h2>
<p class="soft">100 connections, a time to live of 200 ms, 20 ms a load. A closed loop: whoever waits for an answer sends nothing meanwhile.</p>
${latencyChart('latency-expiry', 'Latency distribution under expiry', subjects)}
${queriesChart('queries-expiry', 'Queries under expiry', subjects)}
</section>`;
}

function ratios({ rows }: StampedeReport): Markup | string {
  const charts = [
    ratioChart('hit cpu us', 'Processor time that a hit adds to a request', rows),
    ratioChart('get-hit ns', 'Time of one awaited hit', rows),
    ratioChart('cold cpu found', 'Processor time of the server under a crowd', rows),
    ratioChart('p99 found', '99th percentile of a crowd', rows),
    ratioChart('p99.9 expiry', '99.9th percentile under expiry', rows),
  ].filter((chart) => chart !== undefined);
  return charts.length === 0 ? '' : markup`<section><h2>Ratios</h2>${charts}</section>`;
}
