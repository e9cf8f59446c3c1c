import type { Scenario, UnitStep } from '../contract/index.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { lookDrained, publishedBetween } from './observation.ts';
import { compareIds, newId, record, runSteps } from './script.ts';

const transactions = 50;
const longestPauseMs = 12;

/** Half of them roll back; the pauses between statements are what lets them interleave. */
export const concurrentTransactions: Scenario = {
  id: 'COMMIT-11',
  title: 'MUST tell 50 transactions apart, half of them rolled back',
  needs: ['real-commit', 'concurrency', 'unit-of-work'],
  run: async (subject, report) => {
    const scripts = Array.from({ length: transactions }, (_, index) => script(index));
    const before = await lookDrained(subject);
    const ends = await Promise.all(scripts.map(({ steps }) => runSteps(subject, steps)));
    const after = await lookDrained(subject);
    const published = publishedBetween(before, after);
    const ids = scripts.map(({ id }) => id);
    const findings: Finding[] = compareIds(
      scripts.filter(({ commits }) => commits).map(({ id }) => id),
      ids.filter((id) => after.state.some(({ row }) => row['id'] === id)),
      published.map(
        (envelope) => ids.find((id) => JSON.stringify(envelope['event'] ?? envelope).includes(id)) ?? 'an unknown row',
      ),
    );
    for (const [index, { commits, id }] of scripts.entries()) {
      const end = ends[index];
      if (end?.kind === 'stuck') findings.push({ kind: 'stuck', text: `the transaction of ${id} never settled` });
      else if (end?.kind !== (commits ? 'resolved' : 'rejected'))
        findings.push({ kind: 'lost', text: `the transaction of ${id} ${end?.kind}` });
    }
    report.count('faultPoints', transactions);
    report.count('envelopes', published.length);
    countFindings(report, findings);
    demandNone(findings);
  },
};

interface ConcurrentScript {
  readonly id: string;
  readonly commits: boolean;
  readonly steps: readonly UnitStep[];
}

/** Every other one fails, in three ways; the pauses differ from one to the next and repeat from run to run. */
function script(index: number): ConcurrentScript {
  const id = newId();
  const commits = index % 2 === 0;
  const failures: UnitStep[] = [{ throw: 'rolled back on purpose' }, { violate: 'thrown' }, { violate: 'swallowed' }];
  const failure = failures[Math.floor(index / 2) % failures.length];
  const pause = (place: number): UnitStep => ({ pauseMs: (index * 7 + place * 5) % longestPauseMs });
  const [write, publish] = record(id);
  const steps = [write, pause(0), publish, pause(1), ...(commits ? [] : [failure])].filter(
    (step) => step !== undefined,
  );
  return { id, commits, steps };
}
