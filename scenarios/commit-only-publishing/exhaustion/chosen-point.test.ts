import { expect, test } from 'vitest';
import { placedFaults, pointOf, readPoint } from './chosen-point.ts';

const faults = [
  { statement: 6, fault: { kind: 'error-before', sqlState: '53100' } },
  { statement: 7, fault: { kind: 'drop-after' } },
] as const;

test('a point is read as it is told', () => {
  const words = pointOf('create', { faults });
  expect(words).toBe('create, error-before 53100 at statement 6, then drop-after at statement 7');
  expect(placedFaults(readPoint(words), [faults[1].fault, faults[0].fault])).toEqual(faults);
});

test('of two errors the one is placed that the point tells', () => {
  const errors = ['53100', '40001'].map((sqlState) => ({ kind: 'error-before', sqlState }) as const);
  const placed = (words: string) => placedFaults(readPoint(words), errors).map(({ fault }) => fault);
  expect(placed('create, error-before 40001 at statement 6')).toEqual([errors[1]]);
  expect(placed('create, error-before at statement 6')).toEqual([errors[0]]);
  expect(() => placed('create, error-before 23514 at statement 6')).toThrow(
    /places no error-before 23514; its faults are error-before 53100, error-before 40001/,
  );
});

test('a point is read out of a finding, which quotes statements', () => {
  const finding =
    'createWithKey, drop-after at statement 12 (INSERT, then COMMIT), then freeze at statement 13 (ROLLBACK): no';
  expect(readPoint(finding)).toEqual({
    operation: 'createWithKey',
    places: [
      { kind: 'drop-after', statement: 12 },
      { kind: 'freeze', statement: 13 },
    ],
  });
});

test.each(['', 'create', 'create, drop-after', 'create, drop-after at statement 0', 'drop-after at statement 6'])(
  '%j is no fault point',
  (words) => {
    expect(() => readPoint(words)).toThrow(/is no fault point; one reads "create, drop-after at statement 6"/);
  },
);

test('a fault that the scenario does not place is told with those that it does', () => {
  const point = readPoint('create, freeze at statement 1');
  expect(() => placedFaults(point, [{ kind: 'drop-after' }])).toThrow(/places no freeze; its faults are drop-after/);
});
