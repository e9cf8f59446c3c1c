import { InconclusiveError, type Operation, type Reporter, type Scenario, type Subject } from '../contract/index.ts';
import { Levers, type FaultPoint, heldTransaction, newGateKey } from '../levers/index.ts';
import { disagreements, nameOf } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { look, lookDrained, publishedBetween, stateChanged } from './observation.ts';
import { describeError, settlement } from './settle.ts';
import { runUndisturbed } from './undisturbed.ts';

/** Holds each transaction still after each row and inside COMMIT, and looks from another connection meanwhile. */
export const nothingBeforeCommit: Scenario = {
  id: 'COMMIT-1',
  title: 'MUST publish events after COMMIT, never before',
  needs: ['real-commit', 'concurrency'],
  // Each transaction is held while the relay runs, and must not give up before that.
  opens: { deadlineMs: 20_000 },
  run: async (subject, report) => {
    await using levers = await Levers.open(subject);
    const findings: Finding[] = [];
    for (const [name, operation] of mutatingOperations(subject)) {
      const gateKey = newGateKey();
      const { writes } = await runUndisturbed(subject, levers, name, operation);
      const last = writes.at(-1);
      if (last === undefined) continue;
      const points = [
        ...writes.map((write) => heldTransaction(write, 'after', gateKey)),
        heldTransaction(last, 'commit', gateKey),
      ];
      for (const point of points) {
        report.signal.throwIfAborted();
        const found = await holdOnce(subject, report, levers, operation, point, gateKey);
        findings.push(...found.map((finding) => ({ ...finding, text: `${name}, ${point.name}: ${finding.text}` })));
      }
    }
    countFindings(report, findings);
    demandNone(findings);
  },
};

async function holdOnce(
  subject: Subject,
  report: Reporter,
  levers: Levers,
  operation: Operation,
  point: FaultPoint,
  gateKey: number,
): Promise<Finding[]> {
  const input = await operation.prepare();
  const before = await lookDrained(subject);
  const { result } = await levers.during(point, async () => {
    const held = await levers.whileClosed(gateKey, async () => {
      const end = settlement(subject, operation.call(input));
      await levers.untilWaiting(gateKey, 1);
      return { meanwhile: await look(subject), end };
    });
    return { meanwhile: held.meanwhile, end: await held.end };
  });
  report.count('faultPoints');
  const { meanwhile, end } = result;
  if (end.kind === 'stuck') return [{ kind: 'stuck', text: `unsettled after ${end.afterMs} ms` }];
  if (end.kind === 'rejected') {
    throw new InconclusiveError(`an operation that was held and let go failed: ${describeError(end.error)}`, {
      cause: end.error,
    });
  }
  const after = await lookDrained(subject);
  report.count('envelopes', publishedBetween(before, after).length);
  const early = publishedBetween(before, meanwhile).map((envelope): Finding => ({
    kind: 'ghost',
    text: `published ${nameOf(envelope)} while its transaction was open`,
  }));
  const seen: Finding[] = stateChanged(before, meanwhile)
    ? [{ kind: 'torn', text: 'state was visible while the transaction was open' }]
    : [];
  return [...early, ...seen, ...disagreements(subject, before, after)];
}
