import type { Reporter, Scenario, Subject, UnitStep } from '../contract/index.ts';
import { Levers, newGateKey } from '../levers/index.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { look, lookDrained, publishedBetween } from './observation.ts';
import { compareIds, newId, record, runSteps } from './script.ts';

/** Two transactions overlap, one commits, one rolls back: neither takes the other's event with it. */
export const anotherConnectionsEvent: Scenario = {
  id: 'COMMIT-13',
  title: "MUST keep one connection's events out of another's rollback",
  needs: ['real-commit', 'concurrency', 'unit-of-work'],
  run: async (subject, report) => {
    await using levers = await Levers.open(subject);
    const thrown: UnitStep = { throw: 'rolled back on purpose' };
    const findings = [
      ...(await overlap(subject, report, levers, { first: [thrown], second: [] })),
      ...(await overlap(subject, report, levers, { first: [], second: [thrown] })),
    ];
    countFindings(report, findings);
    demandNone(findings);
  },
};

/** The first transaction is held open from before the second begins until after it has ended. */
async function overlap(
  subject: Subject,
  report: Reporter,
  levers: Levers,
  endings: { readonly first: readonly UnitStep[]; readonly second: readonly UnitStep[] },
): Promise<Finding[]> {
  const [first, second, gateKey] = [newId(), newId(), newGateKey()];
  const kept = (id: string, ending: readonly UnitStep[]) => (ending.length === 0 ? [id] : []);
  const before = await lookDrained(subject);
  const { open, meanwhile } = await levers.whileClosed(gateKey, async () => {
    const held = runSteps(subject, [...record(first), { wait: gateKey }, ...endings.first]);
    await levers.untilWaiting(gateKey, 1);
    await runSteps(subject, [...record(second), ...endings.second]);
    return { open: [held], meanwhile: await look(subject) };
  });
  await Promise.all(open);
  const after = await lookDrained(subject);
  report.count('faultPoints');
  report.count('envelopes', publishedBetween(before, after).length);
  const idsOf = (observation: typeof after) => ({
    committed: [first, second].filter((id) => observation.state.some(({ row }) => row['id'] === id)),
    published: publishedBetween(before, observation).map((envelope) =>
      JSON.stringify(envelope['event'] ?? envelope).includes(first) ? first : second,
    ),
  });
  const early = idsOf(meanwhile);
  const late = idsOf(after);
  return [
    ...compareIds(kept(second, endings.second), early.committed, early.published).map(
      prefixed('while the first was open'),
    ),
    ...compareIds([...kept(first, endings.first), ...kept(second, endings.second)], late.committed, late.published).map(
      prefixed('when both had ended'),
    ),
  ];
}

function prefixed(when: string): (finding: Finding) => Finding {
  return (finding) => ({ ...finding, text: `${when}: ${finding.text}` });
}
