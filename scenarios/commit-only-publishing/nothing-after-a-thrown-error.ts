import type { Scenario } from '../contract/index.ts';
import { demandOfScripts } from './demand-of-scripts.ts';
import { type Script, newId, record } from './script.ts';

/** The caller's own code throws inside the transaction, before and after the event row. */
export const nothingAfterAThrownError: Scenario = {
  id: 'COMMIT-2',
  title: "MUST publish nothing when the transaction's code throws",
  needs: ['real-commit', 'unit-of-work'],
  run: (subject, report) => demandOfScripts(subject, report, scripts()),
};

function scripts(): Script[] {
  const [id, other] = [newId(), newId()];
  const rejected = { ends: 'rejected', remain: [] } as const;
  const thrown = { throw: 'the code in the transaction gave up' };
  return [
    { name: 'throws before the event row', steps: [{ write: id }, thrown], ...rejected },
    { name: 'throws after the event row', steps: [...record(id), thrown], ...rejected },
    { name: 'throws between event and state', steps: [{ publish: id }, thrown, { write: id }], ...rejected },
    { name: 'throws after two events', steps: [...record(id), ...record(other), thrown], ...rejected },
    {
      name: 'throws behind a savepoint',
      steps: [...record(id), { savepoint: [...record(other), thrown], end: 'release' }],
      ...rejected,
    },
  ];
}
