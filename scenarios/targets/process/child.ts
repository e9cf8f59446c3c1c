import { referenceTargets } from '../index.ts';
import { operationsOf } from '../reference-target.ts';
import { wireReference } from '../wire-reference.ts';
import type { ProcessOrder } from './start-process.ts';

process.once('message', (order) => {
  void perform(order as ProcessOrder);
});
// Whoever started it is gone, by SIGKILL perhaps: nothing may stay behind.
process.once('disconnect', () => process.exit());
process.send?.('ready');

/** Never ends by itself: the parent kills it. */
async function perform({ url, target, deadlineMs, calls }: ProcessOrder): Promise<void> {
  const { mistake } = referenceTargets.find(({ name }) => name === target) ?? {};
  const operations = operationsOf(await wireReference(url, deadlineMs, mistake));
  await Promise.allSettled(calls.map(async ({ operation, input }) => operations[operation]?.call(input)));
}
