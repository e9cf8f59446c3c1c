import { expect, test } from 'vitest';
import type { FaultCell, ScenarioDetail, ShownSchedule } from '../contract/index.ts';
import { boundDetails } from './index.ts';

function cell(isAllowed: boolean, length: number): FaultCell {
  const timeline = [{ atMs: 0, kind: 'statement', who: 'connection 1', text: 'x'.repeat(length) }] as const;
  return { statement: 1, fault: 'drop-before', outcome: 'consistent', isAllowed, reason: '', timeline };
}

function schedule(verdict: ShownSchedule['verdict'], length: number): ShownSchedule {
  return { order: 'a b', verdict, entries: [{ kind: 'settled', operation: 'a', how: 'x'.repeat(length) }] };
}

function sizes(details: readonly ScenarioDetail[]): (number | string)[] {
  return details.flatMap(({ detail }) => {
    if (detail.kind === 'fault-matrix')
      return detail.cells.map(({ timeline }) =>
        timeline[0]?.who === 'report' ? 'left out' : (timeline[0]?.text.length ?? 0),
      );
    return detail.schedules.map(({ entries: [entry] }) => (entry?.kind === 'settled' ? entry.how.length : 'left out'));
  });
}

test('leaves out the timelines of right runs before those of wrong ones', () => {
  const cells = [cell(true, 10), cell(true, 60), cell(false, 30)];
  const details: ScenarioDetail[] = [
    { scenario: 'TOY-1', detail: { kind: 'fault-matrix', operation: 'create', statements: [], faults: [], cells } },
  ];
  expect(sizes(boundDetails(details, 1_000))).toEqual([10, 60, 30]);
  expect(sizes(boundDetails(details, 50))).toEqual([10, 'left out', 30]);
  expect(sizes(boundDetails(details, 30))).toEqual(['left out', 'left out', 30]);
});

test('counts orders of operations like runs under faults', () => {
  const schedules = [schedule('passed', 10), schedule('failed', 30)];
  const details: ScenarioDetail[] = [
    {
      scenario: 'TOY-1',
      detail: { kind: 'fault-matrix', operation: 'a', statements: [], faults: [], cells: [cell(true, 20)] },
    },
    { scenario: 'TOY-2', detail: { kind: 'schedules', operation: 'a and b', columns: ['a', 'b'], schedules } },
  ];
  expect(sizes(boundDetails(details, 60))).toEqual([20, 10, 30]);
  expect(sizes(boundDetails(details, 50))).toEqual([20, 'left out', 30]);
  expect(sizes(boundDetails(details, 40))).toEqual(['left out', 'left out', 30]);
});
