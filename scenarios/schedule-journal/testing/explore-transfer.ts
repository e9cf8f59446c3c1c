import { Client } from 'pg';
import type { AdminConnection } from '../../../harness/counting/index.ts';
import type { TestDatabase } from '../../../harness/database/index.ts';
import { type ScheduleRun, type ScheduledOperation, exploreSchedules } from '../../../harness/explore/index.ts';
import type { ScheduleSet } from '../../contract/index.ts';
import { scheduleSet } from '../index.ts';

/** Explores two deposits that read before they write: one order of them loses an update. */
export async function exploreTransfer(database: TestDatabase, direct: AdminConnection): Promise<ScheduleSet> {
  await direct.query('CREATE TABLE accounts (balance int); GRANT ALL ON accounts TO PUBLIC');
  const runs: ScheduleRun[] = [];
  await exploreSchedules([deposit('alice', 10), deposit('bob', 100)], () => demandBoth(direct), {
    url: database.tcpUrl,
    adminUrl: database.adminUrl,
    reset: async () => void (await direct.query('DELETE FROM accounts; INSERT INTO accounts VALUES (0)')),
    onRun: (run) => runs.push(run),
  });
  return scheduleSet('two deposits', ['alice', 'bob'], runs);
}

function deposit(name: string, amount: number): ScheduledOperation {
  return {
    name,
    run: async (url) => {
      const client = new Client(url);
      client.on('error', () => undefined);
      await client.connect();
      try {
        const { rows } = await client.query<{ balance: number }>('SELECT balance FROM accounts');
        await client.query('UPDATE accounts SET balance = $1', [(rows[0]?.balance ?? 0) + amount]);
      } finally {
        await client.end();
      }
    },
  };
}

async function demandBoth(direct: AdminConnection): Promise<void> {
  const [row] = await direct.query<{ balance: number }>('SELECT balance FROM accounts');
  if (row?.balance !== 110) throw new Error(`${row?.balance} instead of 110`);
}
