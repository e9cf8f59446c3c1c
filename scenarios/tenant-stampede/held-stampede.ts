import { type HeldTable, holdTable } from '../../harness/load/index.ts';
import type { LookedUpTenant } from '../contract/index.ts';
import type { Answers } from './answers.ts';
import type { Expectation } from './entrance.ts';
import { untilReached } from './patience.ts';
import type { Stage } from './stage.ts';

export interface HeldStampedeOptions {
  readonly callers?: number;
  readonly expect?: Expectation;
  /** Runs when everybody has entered and the tenant query is still held. */
  readonly whileHeld?: (held: HeldTable) => Promise<void>;
}

/** Holds the tenant query at the server until every caller has entered the look-up, then lets it go. */
export async function heldStampede(
  stage: Stage,
  tenant: LookedUpTenant,
  options: HeldStampedeOptions = {},
): Promise<Answers> {
  const { subject, tenants, entrance } = stage;
  await using held = await holdTable(subject.adminUrl, tenants.table);
  const answers = await enter(stage, tenant, options);
  await options.whileHeld?.(held);
  await held.release();
  return answers.settled();

  // A promise inside an object, because an async function would wait for it.
  async function enter({ callers }: Stage, who: LookedUpTenant, { expect }: HeldStampedeOptions) {
    const count = options.callers ?? callers;
    const before = await entrance.lookup.entered();
    const rush = entrance.rush(who, count, expect);
    rush.catch(() => undefined);
    stage.report.count('requests', count);
    const entered = () => entrance.lookup.entered();
    await Promise.race([
      rush,
      untilReached(entered, before + count, `callers entered ${entrance.name}`, subject.deadlineMs + 15_000),
    ]);
    return { settled: () => rush };
  }
}
