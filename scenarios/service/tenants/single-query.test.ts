import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runScenarios } from '../../runner/index.ts';
import { tenantStampede } from '../../tenant-stampede/index.ts';
import { openService } from '../target/open-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenants-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'schema.sql'), 'CREATE TABLE tenants (slug text PRIMARY KEY, name text, active boolean)');

const service = (mistake: string) => `
name: tenants
command: [${JSON.stringify(process.execPath)}, ${fileURLToPath(new URL('../testing/tenant-service.ts', import.meta.url))}]
environment:
  DATABASE_URL: '{databaseUrl}'
  PORT: '{port}'
  DEADLINE_MS: '{deadlineMs}'
  MISTAKE: '${mistake}'
ready: { http: /health }
deadlineMs: 10000
schema: { files: [schema.sql] }
tenantQuery: from tenants
tenants:
  table: tenants
  insert: INSERT INTO tenants VALUES ('{slug}', '{name}', {isActive})
  deactivate: UPDATE tenants SET active = false WHERE slug = '{slug}'
  request: GET /tenant
  headers: { X-Tenant: '{slug}' }
  invalidate: { request: DELETE /tenant, headers: { X-Tenant: '{slug}' } }
`;

async function prove(content: string, ...ids: string[]) {
  const file = join(folder, 'prove.yaml');
  writeFileSync(file, content);
  const wanted = tenantStampede.scenarios.filter(({ id }) => ids.includes(id));
  const report = await runScenarios(openService(file), wanted);
  return report.scenarios.map(
    ({ id, verdict, reason }) => `${id} ${verdict}${reason === undefined ? '' : `: ${reason}`}`,
  );
}

// All of them, with a service in another language: test/example-python-tenants.test.ts.
test('a service that loads each tenant once is proved by its file', { timeout: 300_000 }, async () => {
  expect(await prove(service(''), 'STAMPEDE-2', 'STAMPEDE-12', 'STAMPEDE-14')).toEqual([
    'STAMPEDE-2 passed',
    'STAMPEDE-12 passed',
    'STAMPEDE-14 passed',
  ]);
});

test('a service that queries for each caller is caught', { timeout: 120_000 }, async () => {
  const [result] = await prove(service('a query for each'), 'STAMPEDE-2');
  expect(result).toMatch(
    /failed: 1000 callers with the query held and one more: \d{3,} tenant queries instead of 1 \(GET \/tenant/,
  );
});

test('what a file does not say is skipped', { timeout: 120_000 }, async () => {
  const content = service('').replace(/^ {2}(deactivate|invalidate):.*$/gm, '');
  const [inactive, invalidated] = await prove(content, 'STAMPEDE-6', 'STAMPEDE-14');
  expect(inactive).toMatch(/skipped: target tenants lacks the capability inactive-tenants$/);
  expect(invalidated).toMatch(/skipped: target tenants lacks the capability inactive-tenants, tenant-invalidation$/);
});
