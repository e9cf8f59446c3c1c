import type { ProofReport, Suite } from '../../contract/index.ts';
import type { ReportDocument } from '../report-document.ts';
import { embedJson } from './embed-json.ts';
import { renderLegends } from './legend.ts';
import { type Markup, markup } from './markup.ts';
import { renderPage } from './page.ts';
import { reportStyle } from './report-style.ts';
import { runData } from './run-data.ts';
import { runDialog } from './run-dialog.ts';
import { renderScenario } from './scenario-section.ts';
import { type ShownDetail, ordersOf, renderDetail, runsOf, showDetails } from './shown-detail.ts';
import { renderSummary } from './summary.ts';
import { timelineScript } from './timeline-script.ts';

/** What the page says beside the report. */
export interface ReportPageOptions {
  /** For their promises. */
  readonly suites: readonly Pick<Suite, 'name' | 'promise'>[];
  readonly createdAt: Date;
}

/** The report as one self-contained HTML document: no request leaves it, no text in it is taken for markup. */
export function renderReportPage(report: ReportDocument, { suites, createdAt }: ReportPageOptions): string {
  const details = showDetails(report.details);
  const [runs, orders] = [runsOf(details), ordersOf(details)];
  const hasRuns = runs.length + orders.length > 0;
  const body = markup`${renderSummary(report, createdAt)}
<main>
${renderLegends(
  runs.map(({ cell }) => cell),
  orders.map(({ schedule }) => schedule),
)}
${sectionsOf(report, suites, details)}
</main>
${hasRuns ? [runDialog, embedJson('run-data', runData(runs, orders))] : ''}`;
  return renderPage({
    title: `${report.target}: rustok-testkit prove`,
    body,
    style: reportStyle,
    ...(hasRuns ? { script: timelineScript } : {}),
  });
}

function sectionsOf(
  report: ProofReport,
  suites: ReportPageOptions['suites'],
  details: readonly ShownDetail[],
): Markup[] {
  const known: readonly { name: string; promise: string }[] = suites;
  const isKnown = (id: string) => known.some(({ name }) => id.startsWith(`${name}-`));
  const others = report.scenarios.some(({ id }) => !isKnown(id)) ? [{ name: '', promise: '' }] : [];
  return [...known, ...others].flatMap(({ name, promise }) => {
    const results = report.scenarios.filter(({ id }) => (name === '' ? !isKnown(id) : id.startsWith(`${name}-`)));
    if (results.length === 0) return [];
    const heading =
      name === '' ? markup`<h2>Other scenarios</h2>` : markup`<h2>${name}</h2><p class="soft">${promise}</p>`;
    return [
      markup`<section>${heading}
${results.map((result) => renderScenario(result, details.filter(({ scenario }) => scenario === result.id).map(renderDetail)))}</section>
`,
    ];
  });
}
