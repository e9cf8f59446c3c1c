import type { OperationCall } from '../../contract/index.ts';
import { byRoutes, directly } from '../reach.ts';
import type { Mistake } from '../reference-parts.ts';
import { wireReference } from '../wire-reference.ts';
import type { NumberedCall, ProcessOrder } from './process-messages.ts';

process.once('message', (order) => {
  void perform(order as ProcessOrder);
});
// Whoever started it is gone, by SIGKILL perhaps: nothing may stay behind.
process.once('disconnect', () => process.exit());
process.send?.('ready');

/** Never ends by itself: the parent kills it. */
async function perform({ url, target, deadlineMs, calls, overHttp = false }: ProcessOrder): Promise<void> {
  const mistake = await mistakeOf(target);
  const reach = overHttp ? byRoutes(mistake?.http) : directly;
  const { operations } = await reach(await wireReference(url, deadlineMs, mistake));
  const call = async ({ operation, input }: OperationCall) => operations[operation]?.call(input);
  process.on('message', (message) => {
    const { number, ...asked } = message as NumberedCall;
    call(asked).then(
      () => process.send?.({ number }),
      (error: unknown) => process.send?.({ number, error: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.send?.('connected');
  await Promise.allSettled(calls.map(call));
}

/** The mistakes are loaded for saboteurs alone: most processes serve the reference, and a scenario waits for each. */
async function mistakeOf(target: string): Promise<Mistake | undefined> {
  if (target === 'reference') return undefined;
  const { commitSaboteurs } = await import('../index.ts');
  return commitSaboteurs.find((saboteur) => saboteur.target.name === target)?.target.mistake;
}
