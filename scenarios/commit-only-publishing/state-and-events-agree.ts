import type { InconclusiveError, Operation, Reporter, Scenario, Subject } from '../contract/index.ts';
import { disagreements } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { lookDrained, publishedBetween, stateChanged } from './observation.ts';
import { settlement } from './settle.ts';
import { failedBeforeAnyFault } from './undisturbed.ts';

/** No fault at all: the difference of the tables asks for exactly the events that were published, in order. */
export const stateAndEventsAgree: Scenario = {
  id: 'COMMIT-10',
  title: 'MUST keep state and events in agreement, always',
  needs: ['real-commit'],
  run: async (subject, report) => {
    const findings: Finding[] = [];
    const failures: InconclusiveError[] = [];
    for (const [name, operation] of Object.entries(subject.operations)) {
      const found = await runOnce(subject, report, operation, (error) =>
        failures.push(failedBeforeAnyFault(name, error)),
      );
      findings.push(...found.map((finding) => ({ ...finding, text: `${name}: ${finding.text}` })));
    }
    countFindings(report, findings);
    demandNone(findings);
    for (const failure of failures) throw failure;
  },
};

async function runOnce(
  subject: Subject,
  report: Reporter,
  operation: Operation,
  onFailure: (error: unknown) => void,
): Promise<Finding[]> {
  const input = await operation.prepare();
  const before = await lookDrained(subject);
  const end = await settlement(subject, operation.call(input));
  if (end.kind === 'stuck') return [{ kind: 'stuck', text: `unsettled after ${end.afterMs} ms` }];
  const after = await lookDrained(subject);
  report.count('envelopes', publishedBetween(before, after).length);
  const findings = disagreements(subject, before, after);
  if (end.kind === 'rejected') onFailure(end.error);
  else if (stateChanged(before, after) !== operation.mutates) {
    findings.push({
      kind: 'torn',
      text: operation.mutates ? 'changed nothing' : 'changed state, though it only reads',
    });
  }
  return findings;
}
