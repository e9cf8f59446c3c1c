import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { breaches, checkEngine } from '../contract/check-engine.ts';
import { contract } from '../contract/contract.ts';
import { query } from '../testing/query.ts';
import type { IsolatedDatabase } from './isolation.ts';
import { openIsolation } from './open-isolation.ts';
import { shopMigrations as migrations } from './testing/shop-migrations.ts';

async function serverPid({ adminUrl }: IsolatedDatabase): Promise<number> {
  const [row] = await query(adminUrl, 'SHOW data_directory');
  return Number(readFileSync(join(String(row?.['data_directory']), 'postmaster.pid'), 'utf8').split('\n')[0]);
}

describe('the tier cluster', () => {
  it('claims an xmin of its own, and holds it while the transaction of another test is open', async () => {
    await using isolation = await openIsolation({ tier: 'cluster' });
    const { capabilities } = await isolation.acquire();
    const checks = contract.filter(({ capability }) => capability === 'own-xmin');
    const findings = await checkEngine({ capabilities, createDatabase: () => isolation.acquire() }, { checks });
    expect(breaches(findings)).toEqual([]);
    expect(findings).toEqual([{ capability: 'own-xmin', claimed: true, held: true }]);
  });

  it('lets a test kill its server: the others stay, and the next test has one of its own', async () => {
    await using isolation = await openIsolation({ tier: 'cluster', migrations });
    const [killed, other] = await Promise.all([isolation.acquire(), isolation.acquire()]);
    const client = new Client(killed.url);
    client.on('error', () => undefined);
    await client.connect();
    const ended = new Promise((resolve) => client.once('end', resolve));
    process.kill(await serverPid(killed), 'SIGKILL');
    await ended;
    await expect(query(killed.url, 'SELECT 1')).rejects.toMatchObject({ syscall: 'connect' });
    expect(await query(other.url, "INSERT INTO shops (name) VALUES ('one') RETURNING id")).toEqual([{ id: 1 }]);
    await killed[Symbol.asyncDispose]();
    await isolation.drained();
    const next = await isolation.acquire();
    expect(await query(next.url, 'SELECT name FROM shops')).toEqual([]);
  });

  it('replicates where its settings say so: a slot receives what is committed', async () => {
    // A slot reads what is flushed: without synchronous_commit the last COMMIT may not be yet.
    const settings = { wal_level: 'logical', max_wal_senders: '4', synchronous_commit: 'on' };
    await using isolation = await openIsolation({ tier: 'cluster', migrations, settings });
    const { url, adminUrl } = await isolation.acquire();
    await query(adminUrl, 'CREATE PUBLICATION everything FOR ALL TABLES');
    await query(adminUrl, "SELECT pg_create_logical_replication_slot('test', 'pgoutput')");
    await query(url, "INSERT INTO shops (name) VALUES ('replicated')");
    const changes = await query(
      adminUrl,
      "SELECT data FROM pg_logical_slot_get_binary_changes('test', NULL, NULL, 'proto_version', '1', 'publication_names', 'everything')",
    );
    expect(changes.map(({ data }) => String(data)).join('\n')).toContain('replicated');
  });
});
