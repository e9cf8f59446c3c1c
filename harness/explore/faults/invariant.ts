import { type Observation, sameEntries } from './observation.ts';
import type { Judgement, Settlement } from '../outcome.ts';

/** What an invariant may look at. */
export interface Seen {
  /** After a reset, before the operation. */
  readonly before: Observation;
  /** After the operation without a fault. */
  readonly complete: Observation;
  /** After the run that is judged. */
  readonly now: Observation;
  readonly settlement: Settlement;
}

/** Judges one run. */
export type Invariant = (seen: Seen) => Judgement;

/** All or nothing is committed, and the events are published if and only if it is. */
export const publishedIfAndOnlyIfCommitted: Invariant = ({ before, complete, now, settlement }) => {
  const isCommitted = sameEntries(now.committed, complete.committed);
  const isUntouched = sameEntries(now.committed, before.committed);
  const isPublished = sameEntries(now.published, complete.published);
  const isSilent = sameEntries(now.published, before.published);
  if (!isCommitted && !isUntouched)
    return { outcome: 'torn', reason: 'the committed state is neither the one before nor the complete one' };
  // An operation that changes no state, or publishes nothing, satisfies both sides at once.
  const wasDone = isCommitted && (!isUntouched || settlement.kind === 'resolved');
  if (!isPublished && !isSilent)
    return { outcome: 'torn', reason: 'a part of the events was published, or one of them twice' };
  if (!wasDone && !isSilent) return { outcome: 'ghost', reason: 'published, though nothing was committed' };
  if (isCommitted && !isPublished && !isUntouched) return { outcome: 'lost', reason: 'committed, but never published' };
  if (!isCommitted && settlement.kind === 'resolved')
    return { outcome: 'lost', reason: 'the caller was told it was done, but nothing was committed' };
  if (isCommitted && !isUntouched && settlement.kind === 'rejected')
    return { outcome: 'ambiguous', reason: 'committed and published, but the caller saw an error' };
  return {
    outcome: 'consistent',
    reason: isCommitted && !isUntouched ? 'committed and published' : 'nothing committed, nothing published',
  };
};
