import { expect } from 'vitest';
import { proveExample, testWithPython } from './python.ts';

const served = [2, 4, 6, 8, 10, 12, 14, 16].map((number) => `STAMPEDE-${number}`);

testWithPython('a Python service with a singleflight of its own is proved by its file alone', async () => {
  const { verdicts, report, exitCode, stderr } = await proveExample('python-tenants/prove.yaml', 'single-query');
  expect(
    verdicts.filter((verdict) => !verdict.endsWith('skipped')),
    stderr,
  ).toEqual(served.map((id) => `${id} passed`));
  for (const { verdict, reason } of report.scenarios)
    if (verdict === 'skipped') expect(reason).toMatch(/^target python-tenants lacks the capability /);
  expect(exitCode).toBe(0);
});

testWithPython('a Python service with a cache and no more is caught by its file alone', async () => {
  const { report, exitCode } = await proveExample('python-tenants/prove-stampede.yaml', 'STAMPEDE-2');
  expect(report.scenarios[0]?.reason).toMatch(
    /^1000 callers with the query held and one more: 1000 tenant queries instead of 1 \(GET \/tenant, counted at the server\)/,
  );
  expect(exitCode).toBe(1);
});
