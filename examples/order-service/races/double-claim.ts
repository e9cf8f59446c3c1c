import assert from 'node:assert/strict';
import { claim, claimByLookingFirst } from '../service/jobs.ts';
import { type Race, results } from './race.ts';

export const doubleClaim: Race = {
  name: 'double claim',
  start: 'DELETE FROM jobs; INSERT INTO jobs VALUES (1), (2)',
  callers: ['worker-1', 'worker-2'],
  broken: claimByLookingFirst,
  mended: claim,
  check: async (_database, outcomes) => {
    const claimed = results(outcomes);
    assert.ok(new Set(claimed).size === 2, `the workers claimed jobs ${claimed.join(' and ')}`);
  },
};
