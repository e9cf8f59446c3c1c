import { describe, expect, test } from 'vitest';
import type { ProofReport, Suite } from '../contract/index.ts';
import { renderJson, renderJunit, renderPretty, renderSabotage } from './index.ts';

const report: ProofReport = {
  target: 'toy',
  database: 'PostgreSQL 18.4 (embedded)',
  scenarios: [
    {
      id: 'TOY-1',
      title: 'MUST hold',
      verdict: 'passed',
      durationMs: 340,
      evidence: { faultPoints: 1, envelopes: 12, ghost: 0 },
    },
    {
      id: 'TOY-2',
      title: 'MUST hold too',
      verdict: 'failed',
      reason: 'ghost: <one>\nlost: two',
      durationMs: 1_250,
      evidence: { ghost: 1 },
    },
    {
      id: 'TOY-3',
      title: 'SHOULD hold',
      verdict: 'skipped',
      reason: 'target toy lacks the capability wire',
      durationMs: 0,
      evidence: {},
    },
    {
      id: 'TOY-10',
      title: 'MUST be clear',
      verdict: 'inconclusive',
      reason: 'NUL \u0000 seen',
      durationMs: 10,
      evidence: { queries: 1 },
    },
  ],
  summary: { passed: 1, failed: 1, skipped: 1, inconclusive: 1 },
};
const suite: Suite = {
  name: 'TOY',
  promise: 'toys are safe',
  scenarios: [],
  target: () => Promise.reject(new Error('not needed')),
  saboteurs: async () => [],
};

describe('pretty', () => {
  test('says what was proved, what was seen, and why not', () => {
    expect(renderPretty(report, [suite])).toMatchInlineSnapshot(`
      "target toy on PostgreSQL 18.4 (embedded)

      TOY: toys are safe
        ✔ TOY-1   MUST hold      1 fault point, 12 envelopes, 0 ghost, 0.3 s
        ✘ TOY-2   MUST hold too  1 ghost, 1.3 s
            failed: ghost: <one>
            lost: two
        − TOY-3   SHOULD hold    0.0 s
            skipped: target toy lacks the capability wire
        ? TOY-10  MUST be clear  1 query, 0.0 s
            inconclusive: NUL � seen

      1 passed, 1 failed, 1 skipped, 1 inconclusive: the target breaks its promise
      "
    `);
  });

  test('lets the scenarios of several suites that passed share one line', () => {
    const other: Suite = { ...suite, name: 'OTHER', promise: 'others are, too' };
    const passed = { ...report.scenarios[0], id: 'OTHER-1', title: 'MUST hold' } as (typeof report.scenarios)[0];
    const second = { ...passed, id: 'OTHER-2' } as const;
    const pretty = renderPretty({ ...report, scenarios: [...report.scenarios, passed, second] }, [suite, other]);
    expect(pretty).toMatchInlineSnapshot(`
      "target toy on PostgreSQL 18.4 (embedded)

      TOY: toys are safe
        ✔ 1 of 4 scenarios passed  1 fault point, 12 envelopes, 0 ghost, 0.3 s
        ✘ TOY-2   MUST hold too  1 ghost, 1.3 s
            failed: ghost: <one>
            lost: two
        − TOY-3   SHOULD hold    0.0 s
            skipped: target toy lacks the capability wire
        ? TOY-10  MUST be clear  1 query, 0.0 s
            inconclusive: NUL � seen

      OTHER: others are, too
        ✔ 2 of 2 scenarios passed  2 fault points, 24 envelopes, 0 ghost, 0.7 s

      1 passed, 1 failed, 1 skipped, 1 inconclusive: the target breaks its promise
      each scenario and what it saw: prove TOY | OTHER, or --reporter json
      "
    `);
  });

  test('closes with what the run amounts to', () => {
    const closing = (summary: Partial<ProofReport['summary']>) =>
      renderPretty({ ...report, summary: { passed: 0, failed: 0, skipped: 0, inconclusive: 0, ...summary } }, [suite])
        .trimEnd()
        .split('\n')
        .at(-1);
    expect(closing({ passed: 2 })).toBe('2 passed, 0 failed, 0 skipped, 0 inconclusive: every promise holds');
    expect(closing({ passed: 1, skipped: 1 })).toMatch(/what was asked of the target holds$/);
    expect(closing({ skipped: 1 })).toMatch(/nothing is proved yet$/);
    expect(closing({ passed: 1, inconclusive: 1 })).toMatch(/nothing is proved yet$/);
    expect(closing({ passed: 1, failed: 1, inconclusive: 1 })).toMatch(/the target breaks its promise$/);
  });
});

test('json is the report, one document', () => {
  expect(JSON.parse(renderJson(report))).toEqual(report);
});

test('junit counts failed as failure, inconclusive as error, and writes only characters that XML knows', () => {
  expect(renderJunit(report)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="4" failures="1" errors="1" skipped="1">
      <testsuite name="rustok-testkit toy" tests="4" failures="1" errors="1" skipped="1">
        <properties>
          <property name="database" value="PostgreSQL 18.4 (embedded)"/>
        </properties>
        <testcase classname="toy" name="TOY-1 MUST hold" time="0.34">
          <system-out><![CDATA[1 fault point, 12 envelopes, 0 ghost]]></system-out>
        </testcase>
        <testcase classname="toy" name="TOY-2 MUST hold too" time="1.25">
          <failure message="ghost: &lt;one>&#xA;lost: two" type="failed"/>
          <system-out><![CDATA[1 ghost
    ghost: <one>
    lost: two]]></system-out>
        </testcase>
        <testcase classname="toy" name="TOY-3 SHOULD hold" time="0">
          <skipped/>
          <system-out><![CDATA[target toy lacks the capability wire]]></system-out>
        </testcase>
        <testcase classname="toy" name="TOY-10 MUST be clear" time="0.01">
          <error message="NUL � seen" type="inconclusive"/>
          <system-out><![CDATA[1 query
    NUL � seen]]></system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('sabotage says how many cells could not be run here', () => {
  const skipped = { target: 'liar', scenario: 'TOY-1', verdict: 'skipped', message: 'there is no Redis' } as const;
  expect(renderSabotage({ matrix: [skipped], survivors: [], emptyRows: [] })).toContain('0 empty rows, 1 skipped');
});

test('sabotage shows a line a cell, its survivors and its empty rows', () => {
  const cell = { target: 'liar', scenario: 'TOY-1', verdict: 'failed', message: 'ghost: one\nlost: two' } as const;
  const survivor = { target: 'thief', scenario: 'TOY-2', verdict: 'passed', message: '' } as const;
  expect(
    renderSabotage({
      matrix: [cell, survivor],
      survivors: [{ ...survivor, expected: 'stolen' }],
      emptyRows: ['TOY-3'],
    }),
  ).toMatchInlineSnapshot(`
    "every deliberate mistake, and the scenario that must notice it

      ✔ caught   TOY-1     liar    ghost: one
      ✘ survived TOY-2     thief   

    thief survived TOY-2: passed, said "", expected /stolen/
    TOY-3 has no saboteur: nothing shows that it can fail
    2 saboteurs, 2 cells, 1 survivors, 1 empty rows
    "
  `);
});
