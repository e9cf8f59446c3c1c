import {
  InconclusiveError,
  type Operation,
  type OperationCall,
  type Reporter,
  type Scenario,
  type Subject,
} from '../contract/index.ts';
import { Levers, type Write, newGateKey } from '../levers/index.ts';
import { disagreements } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { heldAtCommit } from './held-at-commit.ts';
import { killedTogether } from './killed-together.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { lookDrained, publishedBetween, stateChanged } from './observation.ts';
import { runUndisturbed } from './undisturbed.ts';

/**
 * Every operation in a process of its own. Each is held inside COMMIT, the process is killed, then the server is let go and
 * commits what nobody waits for any more: the events must come all the same.
 */
export const eventSurvivesTheProcess: Scenario = {
  id: 'COMMIT-9',
  title: 'MUST publish although the process dies right after COMMIT',
  needs: ['real-commit', 'concurrency', 'kill'],
  // What is held inside COMMIT must not give up before its process is killed.
  opens: { deadlineMs: 20_000 },
  run: async (subject, report) => {
    await using levers = await Levers.open(subject);
    const findings: Finding[] = [];
    for (const operations of killedTogether(subject, mutatingOperations(subject)))
      findings.push(...(await killAfterCommit(subject, levers, operations, report)));
    countFindings(report, findings);
    demandNone(findings);
  },
};

async function killAfterCommit(
  subject: Subject,
  levers: Levers,
  operations: readonly [string, Operation][],
  report: Reporter,
): Promise<Finding[]> {
  const { startProcess } = subject;
  if (startProcess === undefined)
    throw new InconclusiveError('the target declares kill, its subject has no startProcess');
  const gateKey = newGateKey();
  const writes: Write[] = [];
  const calls: OperationCall[] = [];
  for (const [name, operation] of operations) {
    writes.push(...(await runUndisturbed(subject, levers, name, operation)).writes);
    calls.push({ operation: name, input: await operation.prepare() });
  }
  const before = await lookDrained(subject);
  await levers.during(heldAtCommit(writes, gateKey), async () => {
    await levers.whileClosed(gateKey, async () => {
      await using process = await startProcess(calls);
      await levers.untilWaiting(gateKey, calls.length);
      await process.kill();
    });
    await levers.untilQuiet();
  });
  const after = await lookDrained(subject);
  report.count('faultPoints', calls.length);
  report.count('envelopes', publishedBetween(before, after).length);
  const names = operations.map(([name]) => name).join(', ');
  if (!stateChanged(before, after))
    throw new InconclusiveError(`the server did not commit what the killed process had asked for: ${names}`);
  const where = operations.length === 1 ? ` with ${names}` : '';
  return disagreements(subject, before, after).map((finding) => ({
    ...finding,
    text: `process killed right after COMMIT${where}: ${finding.text}`,
  }));
}
