import { expect, test } from 'vitest';
import { peersRows } from './rows.ts';

test('a row says whether a library held in a case, and is left out where nothing is known', () => {
  const cell = { library: 'mine', reason: '' };
  const rows = peersRows({
    cells: [
      { ...cell, id: 'STAMPEDE-1', verdict: 'passed' },
      { ...cell, id: 'STAMPEDE-7', verdict: 'failed' },
      { ...cell, id: 'STAMPEDE-17', verdict: 'skipped' },
      { ...cell, id: 'PEER-1', verdict: 'inconclusive' },
    ],
  });
  expect(rows).toEqual([
    { subject: 'mine', metric: 'STAMPEDE-1', unit: 'held', n: 1, min: 1, median: 1, max: 1 },
    { subject: 'mine', metric: 'STAMPEDE-7', unit: 'held', n: 1, min: 0, median: 0, max: 0 },
  ]);
});
