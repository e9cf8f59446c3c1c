import type { Scenario } from '../contract/index.ts';
import { demandOfScripts } from './demand-of-scripts.ts';
import { type Script, newId, record } from './script.ts';

/** An event lives and dies with the savepoint that it was published behind. */
export const savepoints: Scenario = {
  id: 'COMMIT-6',
  title: 'MUST roll back the events of a savepoint, and no others',
  needs: ['real-commit', 'unit-of-work'],
  run: (subject, report) => demandOfScripts(subject, report, scripts()),
};

function scripts(): Script[] {
  const [a, b, c] = [newId(), newId(), newId()];
  const [d, e] = [newId(), newId()];
  const [f, g] = [newId(), newId()];
  const [h, i, j] = [newId(), newId(), newId()];
  const [k, l, m] = [newId(), newId(), newId()];
  return [
    {
      name: 'savepoint rolled back',
      steps: [...record(a), { savepoint: record(b), end: 'rollback' }, ...record(c)],
      ends: 'resolved',
      remain: [a, c],
    },
    {
      name: 'savepoint released',
      steps: [...record(d), { savepoint: record(e), end: 'release' }],
      ends: 'resolved',
      remain: [d, e],
    },
    {
      name: 'error behind a savepoint that is rolled back',
      steps: [{ savepoint: [...record(f), { violate: 'swallowed' }], end: 'rollback' }, ...record(g)],
      ends: 'resolved',
      remain: [g],
    },
    {
      name: 'error behind a savepoint, before its event was written',
      steps: [{ savepoint: [{ write: k }, { violate: 'swallowed' }], end: 'rollback' }, ...record(l)],
      ends: 'resolved',
      remain: [l],
    },
    {
      name: 'savepoint rolled back before its event was written',
      steps: [{ savepoint: [{ write: newId() }], end: 'rollback' }, ...record(m)],
      ends: 'resolved',
      remain: [m],
    },
    {
      name: 'savepoint released inside one that is rolled back',
      steps: [...record(h), { savepoint: [...record(i), { savepoint: record(j), end: 'release' }], end: 'rollback' }],
      ends: 'resolved',
      remain: [h],
    },
    {
      name: 'savepoint released, transaction rolled back',
      steps: [{ savepoint: record(newId()), end: 'release' }, { throw: 'after the savepoint' }],
      ends: 'rejected',
      remain: [],
    },
  ];
}
