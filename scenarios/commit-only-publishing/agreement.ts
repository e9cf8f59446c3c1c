import { compareEvents, nameOf } from '../../harness/agreement/index.ts';
import type { Subject } from '../contract/index.ts';
import type { Finding } from './finding.ts';
import { type Observation, publishedBetween, stateChanged } from './observation.ts';

export { nameOf, typeOf } from '../../harness/agreement/index.ts';

/** Where state and events disagree, in both directions: the events come from the difference of the tables, not from the service. */
export function disagreements(subject: Subject, before: Observation, after: Observation): Finding[] {
  const published = publishedBetween(before, after);
  if (subject.expectedEvents !== undefined) {
    return compareEvents(subject.expectedEvents(before.state, after.state), published);
  }
  const changed = stateChanged(before, after);
  if (changed && published.length === 0) return [{ kind: 'lost', text: 'state was committed, no event was published' }];
  if (changed) return [];
  return published.map((envelope) => ({ kind: 'ghost', text: `published ${nameOf(envelope)}, nothing was committed` }));
}
