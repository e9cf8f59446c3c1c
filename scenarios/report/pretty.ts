import type { Evidence, ProofReport, ScenarioResult, Suite, Verdict } from '../contract/index.ts';
import { closingOf } from './closing.ts';
import { describeEvidence } from './evidence-line.ts';
import { type Paint, type PaintColour, plainPaint } from './paint.ts';
import { printable } from './printable.ts';

const looks: Readonly<Record<Verdict, { mark: string; colour: PaintColour }>> = {
  passed: { mark: '✔', colour: 'green' },
  failed: { mark: '✘', colour: 'red' },
  skipped: { mark: '−', colour: 'gray' },
  inconclusive: { mark: '?', colour: 'yellow' },
};

/**
 * For people: a line a scenario with what was seen, the reason below what did not pass, and one closing sentence. Of several
 * suites the scenarios that passed share one line, so that the report fits a screen.
 */
export function renderPretty(report: ProofReport, suites: readonly Suite[], paint: Paint = plainPaint): string {
  const chapters = suites.flatMap((suite) => {
    const results = report.scenarios.filter((result) => result.id.startsWith(`${suite.name}-`));
    return results.length === 0 ? [] : [{ suite, results }];
  });
  const isLong = chapters.length > 1;
  const shown = isLong ? report.scenarios.filter(({ verdict }) => verdict !== 'passed') : report.scenarios;
  const idWidth = Math.max(0, ...shown.map((scenario) => scenario.id.length));
  const titleWidth = Math.max(0, ...shown.map((scenario) => scenario.title.length));
  const sections = chapters.flatMap(({ suite, results }) => [
    '',
    paint('bold', `${suite.name}: ${suite.promise}`),
    ...(isLong ? passedTogether(results, paint) : []),
    ...results
      .filter((result) => shown.includes(result))
      .flatMap((result) => lines(result, idWidth, titleWidth, paint)),
  ]);
  const more = isLong
    ? [
        paint(
          'gray',
          `each scenario and what it saw: prove ${chapters.map(({ suite }) => suite.name).join(' | ')}, or --reporter json`,
        ),
      ]
    : [];
  return [`target ${report.target} on ${report.database}`, ...sections, '', closing(report, paint), ...more, ''].join(
    '\n',
  );
}

function passedTogether(results: readonly ScenarioResult[], paint: Paint): string[] {
  const passed = results.filter(({ verdict }) => verdict === 'passed');
  if (passed.length === 0) return [];
  const { mark, colour } = looks.passed;
  const seconds = passed.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const seen = [describeEvidence(sumOfEvidence(passed)), `${seconds.toFixed(1)} s`].filter(Boolean).join(', ');
  return [`  ${paint(colour, mark)} ${passed.length} of ${results.length} scenarios passed  ${paint('gray', seen)}`];
}

function sumOfEvidence(results: readonly ScenarioResult[]): Evidence {
  const sum: Evidence = {};
  for (const { evidence } of results) {
    // A sum of medians would mean nothing.
    const { medianMs: _, ...counts } = evidence;
    for (const [kind, count] of Object.entries(counts) as [keyof Evidence, number][])
      sum[kind] = (sum[kind] ?? 0) + count;
  }
  return sum;
}

function lines(result: ScenarioResult, idWidth: number, titleWidth: number, paint: Paint): string[] {
  const { mark, colour } = looks[result.verdict];
  const head = `  ${paint(colour, mark)} ${result.id.padEnd(idWidth)}  ${result.title.padEnd(titleWidth)}`;
  const seen = paint(
    'gray',
    [describeEvidence(result.evidence), `${(result.durationMs / 1000).toFixed(1)} s`].filter(Boolean).join(', '),
  );
  const why =
    result.reason === undefined ? [] : [paint(colour, indent(printable(`${result.verdict}: ${result.reason}`)))];
  return [`${head}  ${seen}`, ...why];
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
}

function closing(report: ProofReport, paint: Paint): string {
  const { verdict, counts, words } = closingOf(report);
  return paint(looks[verdict].colour, `${counts}: ${words}`);
}
