import { type CommittedState, type CountingPlace, matchersTelling, messageOf } from '../judgement/index.ts';
import type { QueryPattern } from '../counting/index.ts';
import type { EventSource } from '../judgement/index.ts';
import { requireCapabilities, requireTier } from '../database/index.ts';
import { RustokError } from '../../src/errors/index.ts';
import { attachedState } from './attached-state.ts';
import { runningStage } from './running-stages.ts';

const told = matchersTelling((judgement) => ({
  pass: judgement.pass,
  message: () => messageOf(judgement, { negated: judgement.pass, withDifference: false }),
  // Vitest prints the difference of these two.
  ...(judgement.pass ? {} : judgement.difference),
}));

/** As the plain ones; what the running test has opened need not be given. */
export const vitestMatchers = {
  ...told,
  toMatchCommittedState: (source: EventSource, state: CommittedState = stateOf(source)) =>
    told.toMatchCommittedState(source, state),
  toExecute: async (work: () => unknown, pattern: QueryPattern, count: number, place?: CountingPlace) => {
    const db = place ?? (await runningStage('toExecute').db());
    requireTier(db, 'counting', 'toExecute');
    if ('engine' in db && 'capabilities' in db) requireCapabilities(db, ['exact-counting'], 'toExecute');
    return told.toExecute(work, pattern, count, { ...db });
  },
};

function stateOf(bus: EventSource): CommittedState {
  const state = attachedState(bus);
  if (state !== undefined) return state;
  throw new RustokError(
    'MAPPING_MISSING',
    'toMatchCommittedState needs to know which events a changed row asks for: give createTest a mapping, or the matcher what watchCommittedState gave.',
  );
}
