import { InconclusiveError, type Operation, type Subject } from '../contract/index.ts';
import type { Levers, Write } from '../levers/index.ts';
import { disagreements } from './agreement.ts';
import type { Finding } from './finding.ts';
import { lookDrained, stateChanged } from './observation.ts';
import type { Obstacle } from './obstacles.ts';
import { settlement } from './settle.ts';
import { untrueAnswer } from './untrue-answer.ts';

/**
 * Calls an operation alone, whose caller was told success while the obstacle was in the way. This time the server ends what waits instead
 * of letting it go: a caller who is told success all the same was told what nobody knew.
 */
export async function untrueSuccess(
  subject: Subject,
  levers: Levers,
  obstacle: Obstacle,
  writes: readonly Write[],
  operation: Operation,
): Promise<Finding[]> {
  const input = await operation.prepare();
  const before = await lookDrained(subject);
  const end = await obstacle.during(levers, writes, async () => {
    const settled = await settlement(subject, operation.call(input));
    await levers.endBlocked();
    return settled;
  });
  const after = await lookDrained(subject);
  const wasCommitted = stateChanged(before, after);
  if (wasCommitted && obstacle.isBeforeCommit)
    throw new InconclusiveError('an operation did not need the tables that were locked');
  const untrue = end.kind === 'resolved' ? untrueAnswer('resolved', wasCommitted) : [];
  return [...untrue, ...disagreements(subject, before, after)];
}
