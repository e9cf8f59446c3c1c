import { ObligationError, type Scenario } from '../contract/index.ts';
import { nameOf } from './agreement.ts';
import { countFindings, demandNone } from './finding.ts';
import { lookDrained, publishedBetween } from './observation.ts';
import { compareIds, newId, record, runSteps } from './script.ts';
import { describeError } from './settle.ts';

/** More than a relay takes in one batch. */
const events = 120;

/** All of them or none, and in the order in which they were published. */
export const manyEventsInOrder: Scenario = {
  id: 'COMMIT-12',
  title: 'MUST publish the events of one transaction in their order',
  needs: ['real-commit', 'unit-of-work'],
  run: async (subject, report) => {
    const ids = Array.from({ length: events }, newId);
    const before = await lookDrained(subject);
    const end = await runSteps(subject, ids.flatMap(record));
    if (end.kind !== 'resolved') {
      throw new ObligationError(
        `one transaction with ${events} events ${end.kind === 'stuck' ? 'never settled' : `failed: ${describeError(end.error)}`}`,
      );
    }
    const after = await lookDrained(subject);
    const envelopes = publishedBetween(before, after);
    const published = envelopes.map(
      (envelope) => ids.find((id) => JSON.stringify(envelope['event'] ?? envelope).includes(id)) ?? nameOf(envelope),
    );
    const committed = ids.filter((id) => after.state.some(({ row }) => row['id'] === id));
    report.count('envelopes', published.length);
    const findings = compareIds(ids, committed, published);
    const at = published.findIndex((id, position) => id !== ids[position]);
    if (findings.length === 0 && at >= 0) {
      findings.push({
        kind: 'disorder',
        text: `event ${ids.indexOf(published[at] ?? '') + 1} of ${events} arrived in place ${at + 1}`,
      });
    }
    countFindings(report, findings);
    demandNone(findings);
  },
};
