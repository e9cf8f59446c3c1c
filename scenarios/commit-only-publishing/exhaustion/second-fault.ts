import type { Scenario } from '../../contract/index.ts';
import { exploreOperations } from './explore-operations.ts';

/** For each operation, at most. */
const firsts = 8;
const pairs = 12;

/** An error that ends an operation, and one after which a service may try again. */
const errors = ['53100', '40001'] as const;

/**
 * The statements that a service sends because the first fault struck fail in their turn: its ROLLBACK, its question after a lost COMMIT, its
 * second attempt. A service that sends none, and closes what has failed, has no recovery that could fail; what its first faults left is judged.
 */
export const secondFault: Scenario = {
  id: 'COMMIT-20',
  title: 'MUST leave all or nothing when the recovery fails too',
  needs: ['real-commit', 'wire'],
  takesPoint: true,
  run: (subject, report) =>
    exploreOperations(subject, report, {
      faults: [...errors.map((sqlState) => ({ kind: 'error-before', sqlState }) as const), { kind: 'drop-after' }],
      pairs: { count: pairs, seed: 20, firsts },
      isCounted: ({ faults }) => faults.length === 2,
    }),
};
