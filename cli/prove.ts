import { defineCommand } from 'citty';
import {
  type ProofReport,
  type RunOptions,
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
import { acceptFindings } from './accept-findings.ts';
import { chosenTarget } from './chosen-target.ts';
import { exitCodeOfProof } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { requirePeers } from './require-peers.ts';
import { refuseUnlessItTakesAPoint, selectScenarios } from './select-scenarios.ts';
import { stopAtMisconfiguration } from './stop-at-misconfiguration.ts';
import { paintForStdout, toStderr, toStdout } from './terminal.ts';
import { prepareReportFolder, writeReport } from './write-report.ts';

const args = {
  ids: {
    type: 'positional',
    required: false,
    description: 'Scenarios (COMMIT-3) or suites (COMMIT, commit-only), as many as you like; everything unless told',
  },
  target: {
    type: 'string',
    default: 'reference',
    valueHint: 'reference|<module>',
    description: 'What to prove: the reference services, or a module (path or package) that exports `target`',
  },
  service: {
    type: 'string',
    valueHint: 'file',
    description: 'What to prove: any process in any language, described by a YAML file',
  },
  suppressions: {
    type: 'string',
    valueHint: 'file',
    description: 'Findings that the team accepts, each with a reason and a day on which it expires (YAML)',
  },
  reporter: {
    type: 'enum',
    default: 'pretty',
    options: ['pretty', 'json', 'junit'] as string[],
    description: 'The document on stdout; progress goes to stderr',
  },
  point: {
    type: 'string',
    valueHint: 'fault point',
    description:
      'One fault point alone, as a finding names it: "create, drop-after at statement 6"; with the id of its scenario',
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
    if (given.point !== undefined) refuseUnlessItTakesAPoint(selection.suites);
    const foreign = await chosenTarget(given);
    const accept = given.suppressions === undefined ? undefined : acceptFindings(given.suppressions);
    if (given.out !== undefined) await prepareReportFolder(given.out);
    const outcomes: ScenarioOutcome[] = [];
    const complete = await proveSuites(selection.suites, foreign, {
      ...(given.point === undefined ? {} : { point: given.point }),
      // An accepted violation must not hide another one behind it.
      ...(accept === undefined ? {} : { enough: Number.MAX_SAFE_INTEGER }),
      onOutcome: (outcome) => {
        stopAtMisconfiguration(outcome);
        outcomes.push(outcome);
      },
    });
    const details = outcomes.flatMap(detailsOf);
    const accepted = accept?.(complete, outcomes);
    const report = accepted?.report ?? complete;
    if (given.out !== undefined) toStderr(`report: ${await writeReport(given.out, { ...report, details })}`);
    await toStdout(render(report, given.reporter));
    for (const complaint of accepted?.complaints ?? []) toStderr(complaint);
    return accepted?.exitCode(selection.named) ?? exitCodeOfProof(report, selection.named);
  },
});

async function proveSuites(
  suites: readonly Suite[],
  foreign: Target | undefined,
  options: Pick<RunOptions, 'onOutcome' | 'point' | 'enough'>,
): Promise<ProofReport> {
  const orders: [Target, Suite][] = [];
  for (const suite of suites) {
    const target = foreign ?? (await suite.target());
    await requirePeers(target, suite.scenarios);
    orders.push([target, suite]);
  }
  const reports: ProofReport[] = [];
  for (const [target, suite] of orders) {
    reports.push(await runScenarios(target, suite.scenarios, { onProgress: toStderr, ...options }));
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
