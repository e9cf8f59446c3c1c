import { Pool } from 'pg';
import type { AdminConnection } from '../../../harness/counting/index.ts';
import type { TestDatabase } from '../../../harness/database/index.ts';
import { type ExploredOperation, exploreFaults } from '../../../harness/explore/index.ts';
import { Activities, type FaultMatrix } from '../../contract/index.ts';
import { FaultJournal } from '../index.ts';

/** What `exploreHasty` works on. */
export async function createOrders(direct: AdminConnection): Promise<void> {
  await direct.query('CREATE TABLE orders (id int, name text); GRANT ALL ON orders TO PUBLIC');
}

/** Explores an operation that publishes before it writes: a refused statement leaves a ghost. */
export async function exploreHasty(database: TestDatabase, direct: AdminConnection): Promise<FaultMatrix> {
  const journal = new FaultJournal();
  const activities = new Activities();
  activities.listen(journal.onActivity);
  const report = await exploreFaults(journal.watch(hasty(direct, activities)), {
    url: database.tcpUrl,
    adminUrl: database.adminUrl,
    faults: [{ kind: 'error-before', sqlState: '53100' }, { kind: 'drop-after' }],
    deadlineMs: 2_000,
    onRun: journal.onRun,
  });
  return journal.matrix(report);
}

function hasty(direct: AdminConnection, activities: Activities): ExploredOperation {
  const sent: string[] = [];
  return {
    name: 'hasty',
    open: async (url) => {
      const pool = new Pool({ connectionString: url, max: 1, query_timeout: 500 });
      pool.on('error', () => undefined);
      return {
        run: async () => {
          activities.tell({ kind: 'http', who: 'caller', text: 'sends POST /orders', note: 'a name' });
          sent.push('OrderPlaced');
          await pool.query('INSERT INTO orders VALUES ($1, $2)', [1, 'n'.repeat(1_000)]);
          activities.tell({ kind: 'http', who: 'service', text: 'answers 201' });
        },
        close: () => pool.end(),
      };
    },
    reset: async () => {
      sent.length = 0;
      await direct.query('DELETE FROM orders');
    },
    observe: async () => {
      activities.tell({ kind: 'relay', who: 'relay', text: 'claims what is due' });
      const rows = await direct.query<{ id: number }>('SELECT id FROM orders');
      return { committed: rows.map(({ id }) => `order ${id}`), published: [...sent] };
    },
  };
}
