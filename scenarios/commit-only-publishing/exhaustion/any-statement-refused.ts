import type { Scenario } from '../../contract/index.ts';
import { exploreOperations } from './explore-operations.ts';

/** The server refuses one statement, or ends its session there. */
export const anyStatementRefused: Scenario = {
  id: 'COMMIT-17',
  title: 'MUST leave all or nothing, whichever statement fails',
  needs: ['real-commit', 'wire'],
  takesPoint: true,
  run: (subject, report) =>
    exploreOperations(subject, report, {
      faults: [{ kind: 'error-before', sqlState: '53100' }, { kind: 'kill-backend' }],
    }),
};
