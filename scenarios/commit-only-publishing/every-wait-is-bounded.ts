import type { JsonValue, Operation, Reporter, Scenario, Subject } from '../contract/index.ts';
import { Levers, type Write } from '../levers/index.ts';
import { disagreements } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { lookDrained, stateChanged } from './observation.ts';
import { type Obstacle, commitUnanswered, tablesLocked } from './obstacles.ts';
import { type Settlement, settlement } from './settle.ts';
import { runUndisturbed } from './undisturbed.ts';
import { untrueSuccess } from './untrue-success.ts';

/** So many callers that were told success are asked about one by one; they are a second and a half each, and there should be none. */
const mostAskedAgain = 2;

/** A call of an operation, and how it ended. */
interface Call {
  readonly name: string;
  readonly operation: Operation;
  readonly end: Settlement;
}

/** Nobody answers: every caller must be told by the deadline, and what they are told must agree with what is stored. */
export const everyWaitIsBounded: Scenario = {
  id: 'COMMIT-14',
  title: 'MUST settle every operation by its deadline',
  needs: ['real-commit', 'concurrency'],
  opens: { deadlineMs: 1_500 },
  run: async (subject, report) => {
    await using levers = await Levers.open(subject);
    const writes: Write[] = [];
    for (const [name, operation] of mutatingOperations(subject))
      writes.push(...(await runUndisturbed(subject, levers, name, operation)).writes);
    const findings: Finding[] = [];
    for (const obstacle of [tablesLocked, commitUnanswered]) {
      const found = await block(subject, report, levers, obstacle, writes);
      findings.push(...found.map((finding) => ({ ...finding, text: `${obstacle.name}: ${finding.text}` })));
    }
    countFindings(report, findings);
    demandNone(findings);
  },
};

/** Every operation at once, with the obstacle in the way. */
async function block(
  subject: Subject,
  report: Reporter,
  levers: Levers,
  obstacle: Obstacle,
  writes: readonly Write[],
): Promise<Finding[]> {
  const asked: { name: string; operation: Operation; input: JsonValue }[] = [];
  for (const [name, operation] of mutatingOperations(subject))
    asked.push({ name, operation, input: await operation.prepare() });
  const before = await lookDrained(subject);
  const calls = await obstacle.during(levers, writes, () =>
    Promise.all(
      asked.map(async ({ name, operation, input }): Promise<Call> => {
        return { name, operation, end: await settlement(subject, operation.call(input)) };
      }),
    ),
  );
  report.count('faultPoints', calls.length);
  const stuck = stuckCalls(subject, calls);
  if (stuck.length > 0) return stuck;
  const after = await lookDrained(subject);
  const isCommitted = stateChanged(before, after);
  const toldSuccess = calls.filter(({ end }) => end.kind === 'resolved');
  if (!obstacle.isBeforeCommit)
    report.count('ambiguous', isCommitted ? calls.filter(({ end }) => end.kind === 'rejected').length : 0);
  const torn: Finding[] =
    obstacle.isBeforeCommit && isCommitted && toldSuccess.length === 0
      ? [{ kind: 'torn', text: 'all callers saw an error, yet state was committed' }]
      : [];
  const findings = [...torn, ...disagreements(subject, before, after)];
  for (const { name, operation } of toldSuccess.slice(0, mostAskedAgain)) {
    const untrue = await untrueSuccess(subject, levers, obstacle, writes, operation);
    findings.push(...untrue.map((finding) => ({ ...finding, text: `${name}: ${finding.text}` })));
    report.count('faultPoints');
  }
  return findings;
}

function stuckCalls({ deadlineMs }: Subject, calls: readonly Call[]): Finding[] {
  return calls.flatMap(({ name, end }): Finding[] => {
    if (end.kind !== 'stuck') return [];
    return [{ kind: 'stuck', text: `${name}: unsettled after ${end.afterMs} ms, its deadline is ${deadlineMs} ms` }];
  });
}
