import junitReportBuilder, { type Builder } from 'junit-report-builder';
import type { ProofReport } from '../contract/index.ts';
import { describeEvidence } from './evidence-line.ts';
import { printable } from './printable.ts';

/** The package is CommonJS: what Node imports as its default is what its types call the default's default. */
const reportBuilder = junitReportBuilder as unknown as Builder;

/** JUnit XML, a test case a scenario: *failed* is a failure, *inconclusive* an error, the evidence standard output. */
export function renderJunit(report: ProofReport): string {
  const builder = reportBuilder.newBuilder();
  const suite = builder.testSuite().name(`rustok-testkit ${report.target}`).property('database', report.database);
  for (const result of report.scenarios) {
    const testCase = suite
      .testCase()
      .className(report.target)
      .name(`${result.id} ${result.title}`)
      .time(result.durationMs / 1000);
    const reason = printable(result.reason ?? '');
    if (result.verdict === 'failed') testCase.failure(reason, 'failed');
    if (result.verdict === 'inconclusive') testCase.error(reason, 'inconclusive');
    if (result.verdict === 'skipped') testCase.skipped();
    const output = [describeEvidence(result.evidence), reason].filter(Boolean).join('\n');
    if (output !== '') testCase.standardOutput(output);
  }
  return `${builder.build()}\n`;
}
