import { expect, test } from 'vitest';
import { InconclusiveError, type Scenario } from '../contract/index.ts';
import { toyTarget } from '../testing/toy-target.ts';
import { runScenarios } from './run-scenarios.ts';

const passing: Scenario = { id: 'TOY-1', title: 'MUST pass', needs: [], run: async () => {} };
const failing: Scenario = { ...passing, id: 'TOY-2', run: () => Promise.reject(new Error('broken')) };
const unclear: Scenario = { ...passing, id: 'TOY-3', run: () => Promise.reject(new InconclusiveError('unclear')) };
const skipped: Scenario = { ...passing, id: 'TOY-4', needs: ['wire'] };

test('gives every scenario a fresh subject and closes it before the next', async () => {
  const life: string[] = [];
  const target = toyTarget({ onOpen: () => life.push('open'), onDispose: () => life.push('dispose') });
  await runScenarios(target, [passing, failing]);
  expect(life).toEqual(['open', 'dispose', 'open', 'dispose']);
});

test('reports target, database, every result without its inner parts, and the summary', async () => {
  const report = await runScenarios(toyTarget(), [passing, failing, unclear, skipped]);
  expect(report.target).toBe('toy');
  expect(report.database).toMatch(/^PostgreSQL \d+/);
  expect(report.scenarios.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['TOY-1', 'passed'],
    ['TOY-2', 'failed'],
    ['TOY-3', 'inconclusive'],
    ['TOY-4', 'skipped'],
  ]);
  expect(Object.keys(report.scenarios[1] ?? {})).toEqual([
    'id',
    'title',
    'verdict',
    'reason',
    'durationMs',
    'evidence',
  ]);
  expect(report.summary).toEqual({ passed: 1, failed: 1, skipped: 1, inconclusive: 1 });
});
