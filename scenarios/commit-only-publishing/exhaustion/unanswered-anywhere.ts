import type { Scenario } from '../../contract/index.ts';
import { exploreOperations } from './explore-operations.ts';

/** One statement is never answered. Each run lasts until the deadline, so this scenario asks for a short one, though not for one that a busy machine misses by itself. */
export const unansweredAnywhere: Scenario = {
  id: 'COMMIT-19',
  title: 'MUST settle by its deadline, whichever statement is never answered',
  needs: ['real-commit', 'wire'],
  takesPoint: true,
  opens: { deadlineMs: 3_000 },
  deadlineMs: 300_000,
  run: (subject, report) => exploreOperations(subject, report, { faults: [{ kind: 'freeze' }], sideBySide: 16 }),
};
