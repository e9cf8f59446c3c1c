import { expect, test } from 'vitest';
import { describePlace } from './fault-place.ts';
import type { FaultRun } from './fault-run.ts';

const firing = (text: string) => ({ statement: { text } }) as FaultRun['firings'][number];

test('a place is a fault, the number of its statement and the statement', () => {
  const faults = [{ statement: 6, fault: { kind: 'drop-after' } }] as const;
  expect(describePlace({ faults, text: 'COMMIT', firings: [firing('COMMIT')] })).toBe(
    'drop-after at statement 6 (COMMIT)',
  );
});

test('a second fault is told with the statement that it struck', () => {
  const faults = [
    { statement: 1, fault: { kind: 'drop-before' } },
    { statement: 2, fault: { kind: 'freeze' } },
  ] as const;
  expect(describePlace({ faults, text: 'BEGIN', firings: [firing('BEGIN'), firing('ROLLBACK')] })).toBe(
    'drop-before at statement 1 (BEGIN), then freeze at statement 2 (ROLLBACK)',
  );
});

test('a long statement becomes one short line', () => {
  const faults = [{ statement: 1, fault: { kind: 'freeze' } }] as const;
  const text = `SELECT 1,\n   ${'x'.repeat(90)}`;
  expect(describePlace({ faults, text, firings: [] })).toBe(`freeze at statement 1 (SELECT 1, ${'x'.repeat(53)}…)`);
});
