import type { Scenario } from '../contract/index.ts';
import { demandOfScripts } from './demand-of-scripts.ts';
import { type Script, newId, record } from './script.ts';

/** A statement fails, the code goes on, and the server answers COMMIT with ROLLBACK: nothing is stored, and the caller must be told. */
export const nothingAfterASwallowedError: Scenario = {
  id: 'COMMIT-5',
  title: 'MUST publish nothing when COMMIT is answered with ROLLBACK',
  needs: ['real-commit', 'unit-of-work'],
  run: (subject, report) => demandOfScripts(subject, report, scripts()),
};

function scripts(): Script[] {
  const [id, other] = [newId(), newId()];
  const swallowed = { violate: 'swallowed' } as const;
  const rejected = { ends: 'rejected', remain: [] } as const;
  return [
    { name: 'error swallowed before the event row', steps: [{ write: id }, swallowed], ...rejected },
    { name: 'error swallowed after the event row', steps: [...record(id), swallowed], ...rejected },
    { name: 'error swallowed after two events', steps: [...record(id), ...record(other), swallowed], ...rejected },
    {
      name: 'error swallowed after a released savepoint',
      steps: [{ savepoint: record(id), end: 'release' }, swallowed],
      ...rejected,
    },
  ];
}
