import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObligationError, type ScenarioResult } from '../contract/index.ts';
import { applySuppressions } from './apply-suppressions.ts';
import { readSuppressions } from './read-suppressions.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suppressions-'));
});
afterAll(() => rm(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, 'accepted.yaml');
  writeFileSync(path, content);
  return path;
}

const accepted = `
- scenario: COMMIT-14
  finding: 'placeOrder: unsettled'
  reason: the driver cannot give up a COMMIT; ticket 7
  expires: 2027-03-31
`;

function failed(id: string, ...findings: string[]) {
  const result: ScenarioResult = {
    id,
    title: 'MUST',
    verdict: 'failed',
    reason: findings[0] ?? '',
    durationMs: 1,
    evidence: {},
  };
  return { result, error: new ObligationError(findings[0] ?? '', { findings }) };
}

describe('a finding that is accepted', () => {
  test('no longer fails its scenario, which says until when and why', () => {
    const suppressed = applySuppressions(
      [failed('COMMIT-14', 'stuck: placeOrder: unsettled after 3500 ms')],
      readSuppressions(file(accepted)),
      '2027-03-31',
    );
    expect(suppressed.results).toMatchObject([
      {
        verdict: 'skipped',
        reason:
          'accepted until 2027-03-31 (accepted.yaml:2): the driver cannot give up a COMMIT; ticket 7\nstuck: placeOrder: unsettled after 3500 ms',
      },
    ]);
    expect([...suppressed.accepted]).toEqual(['COMMIT-14']);
    expect([suppressed.expired, suppressed.unused]).toEqual([[], []]);
  });

  test('leaves the others of its scenario, also those that the message does not show', () => {
    const suppressed = applySuppressions(
      [failed('COMMIT-14', 'stuck: placeOrder: unsettled', 'stuck: cancelOrder: unsettled')],
      readSuppressions(file(accepted)),
      '2027-01-01',
    );
    expect(suppressed.results).toMatchObject([
      { verdict: 'failed', reason: expect.stringMatching(/^stuck: cancelOrder: unsettled\naccepted until/) },
    ]);
    expect(suppressed.accepted.size).toBe(0);
  });

  test('is not accepted in another scenario', () => {
    const judged = [failed('COMMIT-3', 'stuck: placeOrder: unsettled')];
    const { results } = applySuppressions(judged, readSuppressions(file(accepted)), '2027-01-01');
    expect(results).toEqual([judged[0]?.result]);
  });

  test('is accepted no more when its day is over', () => {
    const judged = [failed('COMMIT-14', 'stuck: placeOrder: unsettled')];
    const suppressed = applySuppressions(judged, readSuppressions(file(accepted)), '2027-04-01');
    expect(suppressed.results).toEqual([judged[0]?.result]);
    expect(suppressed.expired).toMatchObject([{ place: 'accepted.yaml:2' }]);
  });

  test('is reported as unused when its scenario ran and found nothing of the kind', () => {
    const passed = { result: { ...failed('COMMIT-14').result, verdict: 'passed' as const } };
    const skipped = { result: { ...passed.result, verdict: 'skipped' as const } };
    const suppressions = readSuppressions(file(accepted));
    expect(applySuppressions([passed], suppressions, '2027-01-01').unused).toEqual(suppressions);
    expect(applySuppressions([skipped], suppressions, '2027-01-01').unused).toEqual([]);
    expect(applySuppressions([], suppressions, '2027-01-01').unused).toEqual([]);
  });
});

test.each([
  [
    '- scenario: commit\n  finding: x\n  reason: y\n  expires: 2027-01-01',
    /accepted\.yaml:1: 0\.scenario: expected the id of a scenario/,
  ],
  ['- scenario: COMMIT-1\n  finding: x\n  expires: 2027-01-01', /accepted\.yaml:1: 0\.reason: missing/],
  ['- scenario: COMMIT-1\n  finding: x\n  reason: y\n  expires: soon', /accepted\.yaml:4: 0\.expires: expected a day/],
  [
    '- scenario: COMMIT-1\n  finding: x\n  because: y\n  expires: 2027-01-01',
    /accepted\.yaml:3: 0: unknown because; allowed: scenario, finding, reason, expires/,
  ],
  ['scenario: COMMIT-1', /accepted\.yaml:1: expected a list/],
])('refuses %j with file, line and what is allowed', (content, message) => {
  expect(() => readSuppressions(file(content))).toThrow(message);
});
