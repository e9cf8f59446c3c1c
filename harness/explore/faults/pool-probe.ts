import type { Action, WireProxy } from '../../wire/index.ts';
import { isConnectionSetup } from '../connection-setup.ts';
import { settlementOf } from '../settlement.ts';

/** How the pool of the code under test can be asked whether it still has all its connections. */
export interface PoolProbe {
  /** How many connections it has, at most; so many are asked for at once. */
  readonly connections: number;
  /** Sends one statement that changes nothing over a connection of the pool, and gives the connection back. */
  ask(): Promise<unknown>;
}

const forward: Action = { kind: 'forward' };

/**
 * Asks once for each connection that the pool can have, and holds every statement until all of them have come: then none of the connections
 * is checked out any more. Says what is missing when they do not; undefined when they do.
 */
export async function whyExhausted(proxy: WireProxy, probe: PoolProbe, limitMs: number): Promise<string | undefined> {
  const first = await askAll(proxy, probe, limitMs);
  // A pool may hand out a connection of which it has not noticed that the fault broke it: once, and never again.
  return first?.isRefusal === true ? (await askAll(proxy, probe, limitMs))?.reason : first?.reason;
}

async function askAll(
  proxy: WireProxy,
  probe: PoolProbe,
  limitMs: number,
): Promise<{ reason: string; isRefusal: boolean } | undefined> {
  const gate = Promise.withResolvers<Action>();
  const open = () => gate.resolve(forward);
  const seen = new Set<number>();
  const stop = proxy.intercept(({ text, connection }) => {
    if (isConnectionSetup(text)) return undefined;
    seen.add(connection);
    if (seen.size === probe.connections) open();
    return gate.promise;
  });
  const refusals: unknown[] = [];
  // As long as the gate is closed only a refusal can settle.
  const askOne = async () => {
    try {
      await probe.ask();
    } catch (error) {
      refusals.push(error);
    } finally {
      open();
    }
  };
  try {
    const settlement = await settlementOf(
      () => Promise.all(Array.from({ length: probe.connections }, askOne)),
      limitMs,
    );
    const served = `${seen.size} of the ${probe.connections} connections of its pool`;
    if (settlement.kind === 'unsettled')
      return { reason: `only ${served} could be had within ${limitMs} ms`, isRefusal: false };
    if (refusals.length === 0) return undefined;
    return { reason: `only ${served} could be had: ${String(refusals[0])}`, isRefusal: true };
  } finally {
    stop();
    open();
  }
}
