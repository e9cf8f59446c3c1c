import { InconclusiveError, type OperationCall, type Scenario } from '../contract/index.ts';
import { Levers, type Write, newGateKey } from '../levers/index.ts';
import { disagreements } from './agreement.ts';
import { countFindings, demandNone } from './finding.ts';
import { heldAtCommit } from './held-at-commit.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { lookDrained, publishedBetween, stateChanged } from './observation.ts';
import { runUndisturbed } from './undisturbed.ts';

/**
 * Every operation, at once, in a process of its own. Each is held inside COMMIT, the process is killed, then the server is let go and
 * commits what nobody waits for any more: the events must come all the same.
 */
export const eventSurvivesTheProcess: Scenario = {
  id: 'COMMIT-9',
  title: 'MUST publish although the process dies right after COMMIT',
  needs: ['real-commit', 'concurrency', 'kill'],
  run: async (subject, report) => {
    if (subject.startProcess === undefined)
      throw new InconclusiveError('the target declares kill, its subject has no startProcess');
    await using levers = await Levers.open(subject);
    const gateKey = newGateKey();
    const writes: Write[] = [];
    const calls: OperationCall[] = [];
    for (const [name, operation] of mutatingOperations(subject)) {
      writes.push(...(await runUndisturbed(subject, levers, name, operation)).writes);
      calls.push({ operation: name, input: await operation.prepare() });
    }
    const before = await lookDrained(subject);
    await levers.during(heldAtCommit(writes, gateKey), async () => {
      await levers.whileClosed(gateKey, async () => {
        await using process = await subject.startProcess?.(calls);
        await levers.untilWaiting(gateKey, calls.length);
        await process?.kill();
      });
      await levers.untilQuiet();
    });
    const after = await lookDrained(subject);
    report.count('faultPoints', calls.length);
    report.count('envelopes', publishedBetween(before, after).length);
    const findings = disagreements(subject, before, after);
    countFindings(report, findings);
    demandNone(findings.map((finding) => ({ ...finding, text: `process killed right after COMMIT: ${finding.text}` })));
    if (!stateChanged(before, after))
      throw new InconclusiveError('the server did not commit what the killed process had asked for');
  },
};
