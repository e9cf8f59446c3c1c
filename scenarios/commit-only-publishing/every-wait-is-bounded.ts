import {
  InconclusiveError,
  type JsonValue,
  type Operation,
  type Reporter,
  type Scenario,
  type Subject,
} from '../contract/index.ts';
import { Levers, type Write, newGateKey } from '../levers/index.ts';
import { disagreements } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { heldAtCommit } from './held-at-commit.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { lookDrained, stateChanged } from './observation.ts';
import { type Settlement, settlement } from './settle.ts';
import { runUndisturbed } from './undisturbed.ts';

/** What an operation waits for: a table that somebody has locked, or a COMMIT that does not come back. */
type Obstacle = (levers: Levers, writes: readonly Write[], work: () => Promise<Settlement[]>) => Promise<Settlement[]>;

/** Nobody answers: every caller must be told by the deadline, and what they are told must agree with what is stored. */
export const everyWaitIsBounded: Scenario = {
  id: 'COMMIT-14',
  title: 'MUST settle every operation by its deadline',
  needs: ['real-commit', 'concurrency'],
  opens: { deadlineMs: 1_500 },
  run: async (subject, report) => {
    await using levers = await Levers.open(subject);
    const operations = mutatingOperations(subject);
    const writes: Write[] = [];
    for (const [name, operation] of operations)
      writes.push(...(await runUndisturbed(subject, levers, name, operation)).writes);
    const findings: Finding[] = [];
    const obstacles: [string, Obstacle, 'before-commit' | 'at-commit'][] = [
      ['tables locked', lockedTables, 'before-commit'],
      ['held at COMMIT', unansweredCommit, 'at-commit'],
    ];
    for (const [name, obstacle, place] of obstacles) {
      const found = await block(subject, report, operations, (work) => obstacle(levers, writes, work), place);
      findings.push(...found.map((finding) => ({ ...finding, text: `${name}: ${finding.text}` })));
    }
    countFindings(report, findings);
    demandNone(findings);
  },
};

async function block(
  subject: Subject,
  report: Reporter,
  operations: readonly [string, Operation][],
  obstacle: (work: () => Promise<Settlement[]>) => Promise<Settlement[]>,
  place: 'before-commit' | 'at-commit',
): Promise<Finding[]> {
  const calls: { name: string; operation: Operation; input: JsonValue }[] = [];
  for (const [name, operation] of operations) calls.push({ name, operation, input: await operation.prepare() });
  const before = await lookDrained(subject);
  const ends = await obstacle(() =>
    Promise.all(calls.map(({ operation, input }) => settlement(subject, operation.call(input)))),
  );
  report.count('faultPoints', calls.length);
  const stuck = ends.flatMap((end, index): Finding[] =>
    end.kind === 'stuck'
      ? [
          {
            kind: 'stuck',
            text: `${calls[index]?.name}: unsettled after ${end.afterMs} ms, its deadline is ${subject.deadlineMs} ms`,
          },
        ]
      : [],
  );
  if (stuck.length > 0) return stuck;
  const after = await lookDrained(subject);
  const committed = stateChanged(before, after);
  if (place === 'at-commit')
    report.count('ambiguous', committed ? ends.filter(({ kind }) => kind === 'rejected').length : 0);
  else if (ends.some(({ kind }) => kind === 'resolved'))
    throw new InconclusiveError('an operation did not need the tables that were locked');
  const torn: Finding[] =
    place === 'before-commit' && committed
      ? [{ kind: 'torn', text: 'all callers saw an error, yet state was committed' }]
      : [];
  return [...torn, ...disagreements(subject, before, after)];
}

const lockedTables: Obstacle = (levers, writes, work) =>
  levers.whileLocked([...new Set(writes.map(({ table }) => table))], work);

const unansweredCommit: Obstacle = async (levers, writes, work) => {
  const gateKey = newGateKey();
  const { result } = await levers.during(heldAtCommit(writes, gateKey), () => levers.whileClosed(gateKey, work));
  return result;
};
