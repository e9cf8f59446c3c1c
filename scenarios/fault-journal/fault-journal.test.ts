import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAdminConnection, type AdminConnection } from '../../harness/counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../harness/database/index.ts';
import { type ExploredOperation, exploreFaults } from '../../harness/explore/index.ts';
import type { FaultMatrix } from '../contract/index.ts';
import { FaultJournal } from './fault-journal.ts';

let database: TestDatabase;
let direct: AdminConnection;

beforeAll(async () => {
  database = await createTestDatabase();
  direct = await openAdminConnection(database.adminUrl);
  await direct.query('CREATE TABLE orders (id int, name text); GRANT ALL ON orders TO PUBLIC');
});
afterAll(async () => {
  await direct[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

/** Sends its event before it writes, so a failing write leaves a ghost. */
function hasty(sent: string[]): ExploredOperation {
  return {
    name: 'hasty',
    open: async (url) => {
      const pool = new Pool({ connectionString: url, max: 1, query_timeout: 500 });
      pool.on('error', () => undefined);
      return {
        run: async () => {
          sent.push('OrderPlaced');
          await pool.query('INSERT INTO orders VALUES ($1, $2)', [1, 'n'.repeat(1_000)]);
        },
        close: () => pool.end(),
      };
    },
    reset: async () => {
      sent.length = 0;
      await direct.query('DELETE FROM orders');
    },
    observe: async () => {
      const rows = await direct.query<{ id: number }>('SELECT id FROM orders');
      return { committed: rows.map(({ id }) => `order ${id}`), published: [...sent] };
    },
  };
}

async function explored(): Promise<FaultMatrix> {
  const journal = new FaultJournal();
  const report = await exploreFaults(journal.watch(hasty([])), {
    url: database.tcpUrl,
    adminUrl: database.adminUrl,
    faults: [{ kind: 'error-before', sqlState: '53100' }, { kind: 'drop-after' }],
    deadlineMs: 2_000,
    onRun: journal.onRun,
  });
  return journal.matrix(report);
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
    ['statement', expect.stringMatching(/^connection \d+$/), 'INSERT INTO orders VALUES ($1, $2)'],
    ['fault', 'fault', expect.stringMatching(/^error-before 53100 strikes on connection \d+$/)],
    ['call', 'caller', 'is told of an error'],
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
