import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { runCli } from '../cli/testing/run-cli.ts';
import type { ProofReport } from '../scenarios/index.ts';

/** A test of a service in Python; skipped, with the reason, where its driver is not installed. */
export function testWithPython(title: string, body: () => Promise<void>): void {
  const lacks = missing();
  const suffix = lacks === undefined ? '' : ` (skipped: ${lacks})`;
  test.skipIf(lacks !== undefined)(`${title}${suffix}`, { timeout: 600_000 }, body);
}

/** What the command says of a service file under examples/, by `COMMIT-1 passed`. */
export async function proveExample(file: string, ...ids: readonly string[]) {
  const run = await runCli('prove', ...ids, '--service', exampleFile(file), '--reporter', 'json');
  const report = JSON.parse(run.stdout) as ProofReport;
  const verdicts = report.scenarios.map(({ id, verdict }) => `${id} ${verdict}`);
  return { ...run, report, verdicts };
}

export function exampleFile(path: string): string {
  return fileURLToPath(new URL(`../examples/${path}`, import.meta.url));
}

function missing(): string | undefined {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import psycopg2'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'needs /usr/bin/python3 with psycopg2: apt-get install -y python3-psycopg2';
  }
}
