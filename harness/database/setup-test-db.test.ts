import { describe, expect, it } from 'vitest';
import { cleanupTestDb, createTestDatabase, setupTestDb } from './index.ts';

describe('setupTestDb', () => {
  it("connects to a database with the services' tables", async () => {
    await using db = await setupTestDb();
    const [rows] = await db.database.sequelize.query('SELECT count(*)::int AS nodes FROM nodes');
    expect(rows).toEqual([{ nodes: 0 }]);
  });

  it('is ended by cleanupTestDb: the database is gone', async () => {
    const db = await setupTestDb();
    await cleanupTestDb(db);
    await using other = await createTestDatabase();
    const { Client } = await import('pg');
    const client = new Client(other.adminUrl);
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [db.testDatabase.name]);
    await client.end();
    expect(rowCount).toBe(0);
  });
});
