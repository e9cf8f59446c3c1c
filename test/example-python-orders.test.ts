import { describe, expect } from 'vitest';
import { openService } from '../scenarios/index.ts';
import { exampleFile, proveExample, testWithPython } from './python.ts';

const commits = (...numbers: readonly number[]) => numbers.map((number) => `COMMIT-${number}`);

/** A choice of what its file allows; `verify:long` plays all of it. */
const chosen = commits(1, 8, 9, 10, 18);

describe('examples/python-orders', () => {
  testWithPython('a Python service with an outbox is proved by its file alone', async () => {
    const { verdicts, report, exitCode, stderr } = await proveExample('python-orders/prove.yaml', ...chosen);
    expect(verdicts, stderr).toEqual(chosen.map((id) => `${id} passed`));
    // Every statement of both operations, a COMMIT in each, under two faults.
    const cut = report.scenarios.find(({ id }) => id === 'COMMIT-18');
    expect(cut?.evidence).toMatchObject({ faultPoints: 16, ambiguous: 2, lost: 0, ghost: 0, torn: 0 });
    expect(exitCode).toBe(0);
  });

  testWithPython('what its file says is what these scenarios need, and no more', async () => {
    expect([...openService(exampleFile('python-orders/prove.yaml')).capabilities].toSorted()).toEqual([
      'concurrency',
      'kill',
      'real-commit',
      'relay',
      'wire',
    ]);
  });

  testWithPython('a Python service that publishes after COMMIT is caught by its file alone', async () => {
    const { verdicts, report, exitCode } = await proveExample(
      'python-orders/prove-after-commit.yaml',
      ...commits(8, 9, 10, 18),
    );
    expect(verdicts).toEqual(['COMMIT-8 failed', 'COMMIT-9 failed', 'COMMIT-10 passed', 'COMMIT-18 failed']);
    const [refused, killed, , cut] = report.scenarios;
    expect(refused?.reason).toMatch(
      /^lost: placeOrder, event refused by its consumer: state was committed, no event was published/,
    );
    expect(killed?.reason).toMatch(
      /^lost: process killed right after COMMIT with placeOrder: state was committed, no event was published/,
    );
    expect(cut?.reason).toMatch(
      /^lost: placeOrder, drop-after at statement \d+ \(COMMIT\): committed, but never published/,
    );
    expect(exitCode).toBe(1);
  });
});
