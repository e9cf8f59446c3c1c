import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminConnection, openAdminConnection } from '../../harness/counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../harness/database/index.ts';
import { bounded } from './schedule-set.ts';
import { exploreTransfer } from './testing/explore-transfer.ts';

let database: TestDatabase;
let direct: AdminConnection;

beforeAll(async () => {
  database = await createTestDatabase();
  direct = await openAdminConnection(database.adminUrl);
});
afterAll(async () => {
  await direct[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

test('every run of an exploration is an order in words, with its verdict and what happened', async () => {
  const { kind, columns, schedules } = await exploreTransfer(database, direct);
  expect({ kind, columns }).toEqual({ kind: 'schedules', columns: ['alice', 'bob'] });
  expect(schedules.map(({ order, verdict }) => [order, verdict])).toEqual([
    ['alice 2, bob 2', 'passed'],
    ['bob 2, alice 2', 'passed'],
    ['alice, bob 2, alice', 'failed'],
  ]);
  const lost = schedules.at(-1);
  expect(lost?.reason).toBe('10 instead of 110');
  expect(
    lost?.entries.flatMap((entry) => (entry.kind === 'released' ? [`${entry.operation} ${entry.step}`] : [])),
  ).toEqual(['alice 1', 'bob 2', 'bob 3', 'alice 4']);
});

test('a long statement and a long parameter are cut, and the many are not all kept', () => {
  const entry = bounded({
    kind: 'released',
    operation: 'alice',
    step: 1,
    text: 'x'.repeat(9_000),
    parameters: Array.from({ length: 50 }, () => 'y'.repeat(9_000)),
  });
  expect(JSON.stringify(entry).length).toBeLessThan(12_000);
});
