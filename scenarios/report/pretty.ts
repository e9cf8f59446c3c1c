import type { ProofReport, ScenarioResult, Suite, Verdict } from '../contract/index.ts';
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

/** For people: a line a scenario with what was seen, the reason below what did not pass, and one closing sentence. */
export function renderPretty(report: ProofReport, suites: readonly Suite[], paint: Paint = plainPaint): string {
  const idWidth = Math.max(...report.scenarios.map((scenario) => scenario.id.length));
  const titleWidth = Math.max(...report.scenarios.map((scenario) => scenario.title.length));
  const sections = suites.flatMap((suite) => {
    const results = report.scenarios.filter((result) => result.id.startsWith(`${suite.name}-`));
    if (results.length === 0) return [];
    return [
      '',
      paint('bold', `${suite.name}: ${suite.promise}`),
      ...results.flatMap((result) => lines(result, idWidth, titleWidth, paint)),
    ];
  });
  return [`target ${report.target} on ${report.database}`, ...sections, '', closing(report, paint), ''].join('\n');
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
