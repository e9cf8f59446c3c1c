import * as fc from 'fast-check';

/** How long a caller waits: for ever, until it leaves, or for a time of its own. */
export type Patience = 'endless' | 'signal' | 'deadline';
export type Key = 'a' | 'b';
export type Ending = 'found' | 'not found' | 'inactive' | 'error' | 'falsy error' | 'throw' | 'hang';
export type Action =
  | { do: 'call'; key: Key; patience: Patience }
  | { do: 'leave'; caller: number }
  | { do: 'forget'; key: Key }
  | { do: 'pass'; ms: number };
export type Plan = { actions: Action[]; endings: Ending[] };
const keyOf = fc.constantFrom<Key>('a', 'b');
const actionOf: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      key: keyOf,
      patience: fc.constantFrom('endless' as const, 'signal' as const, 'deadline' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), caller: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forget' as const), key: keyOf }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 200, 999, 1000) }) },
);
const endingOf = fc.constantFrom<Ending>('found', 'not found', 'inactive', 'error', 'falsy error', 'throw', 'hang');
/** What callers do, and how loads end. */
export const planOf: fc.Arbitrary<Plan> = fc.record({
  actions: fc.array(actionOf, { minLength: 2, maxLength: 16 }),
  endings: fc.array(endingOf, { minLength: 1, maxLength: 6 }),
});
