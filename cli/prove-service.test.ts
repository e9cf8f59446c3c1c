import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli, runCliWith, targetModule } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'prove-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const accepted = (expires: string, finding = 'state was committed') =>
  file(
    'accepted.yaml',
    `
- scenario: COMMIT-8
  finding: '${finding}'
  reason: the outbox comes with the next release
  expires: ${expires}
- scenario: COMMIT-10
  finding: nothing of the kind
  reason: long gone
  expires: 2999-01-01
`,
  );
const proveWrong = (suppressions: string) =>
  runCli('prove', 'COMMIT-8', 'COMMIT-10', '--target', targetModule('wrong-target'), '--suppressions', suppressions);

test('a service file is a matter of usage when it says what cannot be', async () => {
  const { exitCode, stderr, stdout } = await runCli(
    'prove',
    'commit-only',
    '--service',
    file('prove.yaml', 'comand: [x]'),
  );
  expect(stderr).toMatch(/prove\.yaml:1: unknown comand; allowed: name, directory, command/);
  expect([exitCode, stdout]).toEqual([2, '']);
});

test('a load that needs autocannon is refused in one sentence before the first scenario', async () => {
  const withoutAutocannon = new URL('./testing/without-autocannon.ts', import.meta.url).href;
  const { exitCode, stderr, stdout } = await runCliWith(
    { NODE_OPTIONS: `--import=${withoutAutocannon}` },
    'prove',
    'single-query',
    '--service',
    file(
      'tenants.yaml',
      `
command: [node, server.js, '{port}', '{databaseUrl}']
ready: { http: /health }
tenantQuery: from tenants
tenants: { table: tenants, insert: SELECT 1, request: GET /tenant }
`,
    ),
  );
  expect(stderr).toMatch(
    /^rustok-testkit: The load generator cannot do without the package autocannon \(\^9.*Run: npm install --save-dev "autocannon@\^9[^\n]*\n$/,
  );
  expect([exitCode, stdout]).toEqual([2, '']);
});

test('--target and --service exclude each other', async () => {
  const { exitCode, stderr } = await runCli('prove', '--service', 'prove.yaml', '--target', 'somewhere');
  expect(stderr).toMatch(/give one of them/);
  expect(exitCode).toBe(2);
});

test('suites are known by what they prove as well', async () => {
  const { stderr, exitCode } = await runCli('prove', 'commit-only', 'single-query', '--target', './nowhere.ts');
  expect(stderr).toMatch(/^rustok-testkit: --target \.\/nowhere\.ts/);
  expect(exitCode).toBe(2);
});

test('an accepted finding does not fail the proof, and an unused one is reported', async () => {
  const { exitCode, stdout, stderr } = await proveWrong(accepted('2999-01-01'));
  expect(stdout).toMatch(
    /skipped: accepted until 2999-01-01 \(accepted\.yaml:2\): the outbox comes with the next release/,
  );
  expect(stderr).toMatch(/accepted\.yaml:6: COMMIT-10 "nothing of the kind" is unused/);
  expect(exitCode).toBe(0);
});

test('accepted findings do not hide those that are not', async () => {
  const { exitCode, stdout } = await proveWrong(accepted('2999-01-01', ': addThing,'));
  expect(stdout).toMatch(/failed: lost: addOther/);
  expect(exitCode).toBe(1);
});

test('an expired one fails, and its finding is back', async () => {
  const { exitCode, stdout, stderr } = await proveWrong(accepted('2020-01-01'));
  expect(stdout).toMatch(/failed: lost: addThing/);
  expect(stderr).toMatch(/accepted\.yaml:2: COMMIT-8 "state was committed" expired on 2020-01-01/);
  expect(exitCode).toBe(1);
});
