import { expect } from 'vitest';
import { proveExample, testWithPython } from './python.ts';

/** A choice of what its file allows; `verify:long` plays all of it. */
const chosen = [2, 4, 8, 12].map((number) => `STAMPEDE-${number}`);

testWithPython('a Python service with a singleflight of its own is proved by its file alone', async () => {
  const { verdicts, report, exitCode, stderr } = await proveExample(
    'python-tenants/prove.yaml',
    ...chosen,
    'STAMPEDE-1',
  );
  expect(verdicts.toSorted(), stderr).toEqual(['STAMPEDE-1 skipped', ...chosen.map((id) => `${id} passed`)].toSorted());
  expect(report.scenarios.find(({ id }) => id === 'STAMPEDE-1')?.reason).toMatch(
    /^target python-tenants lacks the capability /,
  );
  // A scenario that was named was skipped.
  expect(exitCode).toBe(2);
});

testWithPython('a Python service with a cache and no more is caught by its file alone', async () => {
  const { report, exitCode } = await proveExample('python-tenants/prove-stampede.yaml', 'STAMPEDE-2');
  expect(report.scenarios[0]?.reason).toMatch(
    /^1000 callers with the query held and one more: 1000 tenant queries instead of 1 \(GET \/tenant, counted at the server\)/,
  );
  expect(exitCode).toBe(1);
});
