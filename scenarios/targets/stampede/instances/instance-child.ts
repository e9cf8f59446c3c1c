import { answerCalls } from '../answer-calls.ts';
import type { LookupMistake } from '../lookup-parts.ts';
import { crowdAt } from './crowd.ts';
import { openInstance } from './open-instance.ts';
import type { InstanceCalls, InstanceOrder } from './order.ts';

answerCalls<InstanceCalls>(async (order) => {
  const { meeting, deadlineMs, target } = order as InstanceOrder;
  const { lookup, waited } = await openInstance(meeting, deadlineMs, await mistakeOf(target));
  return {
    greeting: '',
    calls: {
      entered: () => lookup.entered(),
      waited: async () => waited(),
      invalidate: (tenant) => lookup.invalidate(tenant),
      crowd: ({ question, callers, name }) => crowdAt(lookup, question, callers, name),
    },
  };
});

/** The reference starts without loading the others. */
async function mistakeOf(target: string): Promise<LookupMistake> {
  return target === 'reference' ? {} : (await import('../index.ts')).mistakeOf(target);
}
