import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFaults } from '../cli/proxy-faults.ts';
import { runCli } from '../cli/testing/run-cli.ts';
import { type ProofReport, openService, readSuppressions } from '../scenarios/index.ts';

const file = (name: string) => fileURLToPath(new URL(`../examples/python-orders/${name}`, import.meta.url));

function missing(): string | undefined {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import psycopg2'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'needs /usr/bin/python3 with psycopg2: apt-get install -y python3-psycopg2';
  }
}

const lacks = missing();
const suffix = lacks === undefined ? '' : ` (skipped: ${lacks})`;

async function prove(service: string, ...args: string[]) {
  const run = await runCli('prove', ...args, '--service', file(service), '--reporter', 'json');
  return { ...run, report: JSON.parse(run.stdout) as ProofReport };
}

test('the guide shows the file of the example, and no key that the kit refuses', () => {
  const guide = readFileSync(new URL('../docs/guides/prove-your-service.md', import.meta.url), 'utf8');
  const [example, tenants, accepted, faults] = [...guide.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, block]) => block);
  expect(example).toBe(readFileSync(file('prove.yaml'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  const written = (content: string | undefined) => {
    writeFileSync(join(folder, 'block.yaml'), content ?? '');
    return join(folder, 'block.yaml');
  };
  expect(openService(written(`command: [x]\nready: { http: / }\n${tenants}`)).capabilities).toContain(
    'served-tenant-lookup',
  );
  expect(readSuppressions(written(accepted))).toHaveLength(1);
  expect(readFaults(written(faults))).toHaveLength(3);
  rmSync(folder, { recursive: true });
});

test.skipIf(lacks !== undefined)(
  `a Python service with an outbox is proved by its file alone${suffix}`,
  async () => {
    const { report, exitCode, stderr } = await prove('prove.yaml', 'commit-only');
    const unproved = report.scenarios.filter(({ verdict }) => verdict !== 'passed');
    expect(unproved.filter(({ verdict }) => verdict !== 'skipped')).toEqual([]);
    for (const { reason } of unproved) expect(reason).toMatch(/^target python-orders lacks the capability /);
    const seen = (id: string) => report.scenarios.find((result) => result.id === id);
    for (const id of [1, 3, 4, 7, 8, 9, 10, 14, 17, 18, 19, 20, 21, 22, 23])
      expect(seen(`COMMIT-${id}`), stderr).toMatchObject({ verdict: 'passed' });
    // Every statement of both operations, a COMMIT in each, under two faults.
    expect(seen('COMMIT-18')?.evidence).toMatchObject({ faultPoints: 16, ambiguous: 2, lost: 0, ghost: 0, torn: 0 });
    expect(exitCode).toBe(0);
  },
  600_000,
);

test.skipIf(lacks !== undefined)(
  `a Python service that publishes after COMMIT is caught by its file alone${suffix}`,
  async () => {
    const { report, exitCode } = await prove('prove-after-commit.yaml', 'COMMIT-9', 'COMMIT-10', 'COMMIT-18');
    expect(report.scenarios.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'COMMIT-9 failed',
      'COMMIT-10 passed',
      'COMMIT-18 failed',
    ]);
    const [killed, , cut] = report.scenarios;
    expect(killed?.reason).toMatch(
      /^lost: process killed right after COMMIT: state was committed, no event was published/,
    );
    expect(cut?.reason).toMatch(
      /^lost: placeOrder, drop-after at statement \d+ \(COMMIT\): committed, but never published/,
    );
    expect(exitCode).toBe(1);
  },
  600_000,
);
