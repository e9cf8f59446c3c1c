import { setTimeout as pause } from 'node:timers/promises';
import { InconclusiveError, ObligationError, type Scenario } from '../contract/index.ts';
import { describeScenarios } from '../vitest.ts';
import { toyTarget } from './toy-target.ts';

const passing: Scenario = { id: 'TOY-1', title: 'MUST pass', needs: [], run: async () => {} };

await describeScenarios(toyTarget(), [
  passing,
  { ...passing, id: 'TOY-2', run: () => Promise.reject(new ObligationError('a ghost was seen')) },
  { ...passing, id: 'TOY-3', needs: ['wire'] },
  { ...passing, id: 'TOY-4', run: () => Promise.reject(new InconclusiveError('nothing to count')) },
  // Longer than the runner's own time-out: the scenario's deadline is the one that counts.
  { ...passing, id: 'TOY-5', run: () => pause(200) },
]);
