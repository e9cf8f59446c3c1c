import type { ProofReport, ScenarioDetail, Suite } from '../../contract/index.ts';
import type { ReportDocument } from '../report-document.ts';
import { embedJson } from './embed-json.ts';
import { renderFaultMatrix } from './fault-matrix.ts';
import { renderLegend } from './legend.ts';
import { type Markup, markup } from './markup.ts';
import { renderPage } from './page.ts';
import { reportStyle } from './report-style.ts';
import { type ShownRun, runData } from './run-data.ts';
import { runDialog } from './run-dialog.ts';
import { renderScenario } from './scenario-section.ts';
import { renderSummary } from './summary.ts';
import { timelineScript } from './timeline-script.ts';

/** A detail with the names of its runs. */
interface ShownDetail extends ScenarioDetail {
  readonly runs: readonly ShownRun[];
}

/** What the page says beside the report. */
export interface ReportPageOptions {
  /** For their promises. */
  readonly suites: readonly Pick<Suite, 'name' | 'promise'>[];
  readonly createdAt: Date;
}

/** The report as one self-contained HTML document: no request leaves it, no text in it is taken for markup. */
export function renderReportPage(report: ReportDocument, { suites, createdAt }: ReportPageOptions): string {
  const details = nameRuns(report.details);
  const runs = details.flatMap((detail) => detail.runs);
  const hasRuns = runs.length > 0;
  const body = markup`${renderSummary(report, createdAt)}
<main>
${hasRuns ? renderLegend(runs.map(({ cell }) => cell)) : ''}
${sectionsOf(report, suites, details)}
</main>
${hasRuns ? [runDialog, embedJson('run-data', runData(runs))] : ''}`;
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
${results.map((result) => renderScenario(result, matricesOf(details.filter(({ scenario }) => scenario === result.id))))}</section>
`,
    ];
  });
}

/** What broke the promise is open; when nothing did, nothing is. */
function matricesOf(details: readonly ShownDetail[]): Markup[] {
  return details.map(({ detail, runs }) =>
    renderFaultMatrix(
      detail,
      runs,
      runs.some(({ cell }) => !cell.isAllowed),
    ),
  );
}

function nameRuns(details: readonly ScenarioDetail[]): ShownDetail[] {
  let count = 0;
  return details.map(({ scenario, detail }) => ({
    scenario,
    detail,
    runs: detail.cells.map((cell) => {
      count += 1;
      const statement = detail.statements[cell.statement - 1] ?? '';
      return { id: `run-${count}`, cell, scenario, operation: detail.operation, statement };
    }),
  }));
}
