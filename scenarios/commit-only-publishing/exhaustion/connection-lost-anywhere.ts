import type { Scenario } from '../../contract/index.ts';
import { exploreOperations } from './explore-operations.ts';

/** The connection is lost before one statement, or after it was executed and before its answer came: at COMMIT, that is the lost acknowledgement. */
export const connectionLostAnywhere: Scenario = {
  id: 'COMMIT-18',
  title: 'MUST leave all or nothing, wherever the connection is lost',
  needs: ['real-commit', 'wire'],
  takesPoint: true,
  run: (subject, report) =>
    exploreOperations(subject, report, { faults: [{ kind: 'drop-before' }, { kind: 'drop-after' }] }),
};
