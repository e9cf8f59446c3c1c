import { defineCommand } from 'citty';
import {
  type ProofReport,
  type ScenarioDetail,
  type ScenarioOutcome,
  type Suite,
  type Target,
  renderJson,
  renderJunit,
  renderPretty,
  runScenarios,
  suites as allSuites,
  summarise,
} from '../scenarios/index.ts';
import { exitCodeOfProof } from './exit-code.ts';
import { loadTarget } from './load-target.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { selectScenarios } from './select-scenarios.ts';
import { paintForStdout, toStderr, toStdout } from './terminal.ts';
import { prepareReportFolder, writeReport } from './write-report.ts';

const args = {
  ids: {
    type: 'positional',
    required: false,
    description: 'Scenarios (COMMIT-3) or suites (COMMIT), as many as you like; everything unless told',
  },
  target: {
    type: 'string',
    default: 'reference',
    valueHint: 'reference|<module>',
    description: 'What to prove: the reference services, or a module (path or package) that exports `target`',
  },
  reporter: {
    type: 'enum',
    default: 'pretty',
    options: ['pretty', 'json', 'junit'] as string[],
    description: 'The document on stdout; progress goes to stderr',
  },
  out: {
    type: 'string',
    valueHint: 'folder',
    description: 'Also write the report there: index.html, one page to be opened in a browser, and results.json',
  },
} as const;

export const prove = defineCommand({
  meta: {
    name: 'rustok-testkit prove',
    description: 'Run scenarios against a service and say which promises it keeps',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    const selection = selectScenarios(allSuites, given._);
    const foreign = given.target === 'reference' ? undefined : await loadTarget(given.target);
    if (given.out !== undefined) await prepareReportFolder(given.out);
    const details: ScenarioDetail[] = [];
    const report = await proveSuites(selection.suites, foreign, (outcome) => details.push(...detailsOf(outcome)));
    if (given.out !== undefined) toStderr(`report: ${await writeReport(given.out, { ...report, details })}`);
    await toStdout(render(report, given.reporter));
    return exitCodeOfProof(report, selection.named);
  },
});

async function proveSuites(
  suites: readonly Suite[],
  foreign: Target | undefined,
  onOutcome: (outcome: ScenarioOutcome) => void,
): Promise<ProofReport> {
  const reports: ProofReport[] = [];
  for (const suite of suites) {
    const target = foreign ?? (await suite.target());
    reports.push(await runScenarios(target, suite.scenarios, { onProgress: toStderr, onOutcome }));
  }
  const scenarios = reports.flatMap((report) => report.scenarios);
  return {
    target: [...new Set(reports.map((report) => report.target))].join(', '),
    database: [...new Set(reports.map((report) => report.database))].join(', '),
    scenarios,
    summary: summarise(scenarios),
  };
}

function detailsOf({ id, details }: ScenarioOutcome): ScenarioDetail[] {
  return details.map((detail) => ({ scenario: id, detail }));
}

function render(report: ProofReport, reporter: string): string {
  switch (reporter) {
    case 'json':
      return renderJson(report);
    case 'junit':
      return renderJunit(report);
    default:
      return renderPretty(report, allSuites, paintForStdout);
  }
}
