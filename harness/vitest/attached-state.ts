import type { CommittedState } from '../judgement/index.ts';

const states = new WeakMap<object, CommittedState>();

/** From now on `toMatchCommittedState` holds that bus to these rows. */
export function attachState(bus: object, state: CommittedState): void {
  states.set(bus, state);
}

/** The rows that a bus is held to. */
export function attachedState(bus: unknown): CommittedState | undefined {
  return typeof bus === 'object' && bus !== null ? states.get(bus) : undefined;
}
