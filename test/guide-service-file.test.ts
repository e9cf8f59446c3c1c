import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readFaults } from '../cli/proxy-faults.ts';
import { openService, readSuppressions } from '../scenarios/index.ts';
import { exampleFile } from './python.ts';

const folder = mkdtempSync(join(tmpdir(), 'guide-'));
afterAll(() => rmSync(folder, { recursive: true }));

const guide = readFileSync(new URL('../docs/guides/prove-with-a-service-file.md', import.meta.url), 'utf8');
const [orders, relay, tenants, accepted, faults] = [...guide.matchAll(/^```yaml\n([^]*?)^```/gm)].map(
  ([, block]) => block,
);

function written(content: string | undefined): string {
  const path = join(folder, 'block.yaml');
  writeFileSync(path, content ?? '');
  return path;
}

test('the guide shows the files of the examples', () => {
  expect(orders).toBe(readFileSync(exampleFile('python-orders/prove.yaml'), 'utf8'));
  expect(tenants).toBe(readFileSync(exampleFile('python-tenants/prove.yaml'), 'utf8'));
});

test('the guide shows no key that the kit refuses', () => {
  expect(
    openService(written(`command: [x, '{databaseUrl}', '{port}']\nready: { http: / }\n${relay}`)).capabilities,
  ).toContain('wire');
  expect(readSuppressions(written(accepted))).toHaveLength(1);
  expect(readFaults(written(faults))).toHaveLength(3);
});
