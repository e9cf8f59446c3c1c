import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SecurityContext } from '../../../src/access/index.ts';
import { referenceMigrations } from '../../../src/database/index.ts';
import { type Services, createServices } from '../../../src/index.ts';
import { type TestDatabase, createTestDatabase } from '../../database/index.ts';
import { query } from '../../database/testing/query.ts';
import { exploreSchedules } from './explore-schedules.ts';

const tenantId = '018f2a00-0000-7000-8000-000000000001';
const userId = '018f2a00-0000-7000-8000-000000000002';
const nodeId = '018f2a00-0000-7000-8000-000000000003';
const manager: SecurityContext = { kind: 'user', role: 'manager', userId, tenantId };
const translations = [{ locale: 'en', slug: 'child' }];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ migrations: referenceMigrations });
});
afterAll(() => database[Symbol.asyncDispose]());

const sql = (text: string) => query(database.adminUrl, text);
const reset = async () =>
  void (await sql(`
    DELETE FROM sys_events; DELETE FROM tenants;
    INSERT INTO tenants (id, name, slug) VALUES ('${tenantId}', 'one', 'one');
    INSERT INTO users (id, tenant_id, email, role) VALUES ('${userId}', '${tenantId}', 'one@example.com', 'manager');
    INSERT INTO nodes (id, tenant_id, kind, author_id) VALUES ('${nodeId}', '${tenantId}', 'page', '${userId}');
    INSERT INTO node_translations (id, tenant_id, node_id, locale, slug) VALUES ('${nodeId}', '${tenantId}', '${nodeId}', 'en', 'parent')`));
const options = () => ({
  url: database.tcpUrl,
  adminUrl: database.adminUrl,
  reset,
  maxPreemptions: 1,
  sample: { count: 4, seed: 1 },
});
const operation = (name: string, work: (services: Services) => Promise<unknown>) => ({
  name,
  run: async (url: string) => {
    await using services = await createServices({ url, deadlineMs: 20_000 });
    return await work(services);
  },
});

it('of two updates that expect the same version one is done and published, in every order', async () => {
  const update = (name: string) =>
    operation(name, ({ nodes }) => nodes.update(manager, nodeId, { metadata: { by: name } }, { expectedVersion: 1 }));
  const exploration = await exploreSchedules(
    [update('alice'), update('bob')],
    async (outcomes) => {
      expect(outcomes.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find((one) => one.status === 'rejected')?.error).toMatchObject({
        code: 'CONCURRENT_MODIFICATION',
      });
      expect(await sql('SELECT 1 FROM sys_events')).toHaveLength(1);
    },
    options(),
  );
  expect(exploration, exploration.failures[0]?.timeline ?? exploration.reason).toMatchObject({
    verdict: 'passed',
    exhausted: true,
  });
});

it('a child is never left under a parent that is deleted, in any order', async () => {
  const exploration = await exploreSchedules(
    [
      operation('creation', ({ nodes }) => nodes.create(manager, { kind: 'page', parentId: nodeId, translations })),
      operation('deletion', ({ nodes }) => nodes.delete(manager, nodeId, { expectedVersion: 1 })),
    ],
    async (outcomes) => {
      expect(outcomes.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const orphans = await sql(`SELECT 1 FROM nodes child JOIN nodes parent ON parent.id = child.parent_id
        WHERE child.deleted_at IS NULL AND parent.deleted_at IS NOT NULL`);
      expect(orphans).toEqual([]);
    },
    options(),
  );
  expect(exploration, exploration.failures[0]?.timeline ?? exploration.reason).toMatchObject({
    verdict: 'passed',
    exhausted: true,
  });
});
