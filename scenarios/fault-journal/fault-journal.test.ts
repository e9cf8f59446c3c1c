import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAdminConnection, type AdminConnection } from '../../harness/counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../harness/database/index.ts';
import type { FaultMatrix } from '../contract/index.ts';
import { createOrders, exploreHasty } from './testing/explore-hasty.ts';

let database: TestDatabase;
let direct: AdminConnection;

beforeAll(async () => {
  database = await createTestDatabase();
  direct = await openAdminConnection(database.adminUrl);
  await createOrders(direct);
});
afterAll(async () => {
  await direct[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function explored(): Promise<FaultMatrix> {
  return exploreHasty(database, direct);
}

test('joins what the proxy saw with what the caller and the consumer saw, in order', async () => {
  const matrix = await explored();
  expect(matrix).toMatchObject({
    kind: 'fault-matrix',
    operation: 'hasty',
    statements: ['INSERT INTO orders VALUES ($1, $2)'],
    faults: ['error-before 53100', 'drop-after'],
  });
  const [ghost, doubt] = matrix.cells;
  expect(ghost).toMatchObject({ statement: 1, fault: 'error-before 53100', outcome: 'ghost', isAllowed: false });
  expect(ghost?.timeline.map(({ kind, who, text }) => [kind, who, text])).toEqual([
    ['call', 'caller', 'calls'],
    ['http', 'caller', 'sends POST /orders'],
    ['statement', expect.stringMatching(/^connection \d+$/), 'INSERT INTO orders VALUES ($1, $2)'],
    ['fault', 'fault', expect.stringMatching(/^error-before 53100 strikes on connection \d+$/)],
    ['call', 'caller', 'is told of an error'],
    ['relay', 'relay', 'claims what is due'],
    ['relay', 'relay', 'drained to quiescence'],
    ['envelope', 'consumer', 'received'],
    ['state', 'database', 'found unchanged'],
  ]);
  expect(ghost?.timeline.find(({ kind }) => kind === 'envelope')?.note).toBe('OrderPlaced');
  expect(doubt).toMatchObject({ fault: 'drop-after', outcome: 'ambiguous', isAllowed: true });
  expect(doubt?.timeline.find(({ text }) => text === 'found committed')?.note).toBe('order 1');
});

test('cuts a long parameter and says how long it was', async () => {
  const { cells } = await explored();
  const statement = cells[0]?.timeline.find(({ kind }) => kind === 'statement');
  expect(statement?.note).toMatch(/^\$1 = 1, \$2 = n{300}… \(1000 characters\)\n→ error 53100: /);
});
