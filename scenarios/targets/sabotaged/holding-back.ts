import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEnvelope } from '../../../src/events/index.ts';
import type { ReferenceParts } from '../reference-parts.ts';
import { transportThat } from './transport-that.ts';

/** Surrounds a call; `held` are the envelopes that it has published so far. */
type AroundCall = <T>(call: () => Promise<T>, held: readonly EventEnvelope[]) => Promise<T>;

/** Keeps the envelopes of each operation in the process, in the hands of whoever surrounds the call. */
export function holdingBack(
  right: ReferenceParts,
  around: AroundCall,
): Pick<ReferenceParts, 'transport' | 'callOperation'> {
  const heldByCall = new AsyncLocalStorage<EventEnvelope[]>();
  return {
    transport: transportThat(right.transport, async (_transaction, envelope) => {
      heldByCall.getStore()?.push(envelope);
    }),
    callOperation: (call) => {
      const held: EventEnvelope[] = [];
      return heldByCall.run(held, () => around(call, held));
    },
  };
}
