import { describe, expect, test } from 'vitest';
import type { FaultCell, FaultMatrix } from '../../contract/index.ts';
import type { ReportDocument } from '../report-document.ts';
import { renderReportPage } from './index.ts';
import { outcomeLooks } from './outcomes.ts';

const hostile = `</script><script>alert("1")</script><!-- ' & \u2028 \u0000`;

function reportOf(detail?: FaultMatrix, reason = 'ghost: one'): ReportDocument {
  return {
    target: 'toy',
    database: 'PostgreSQL 18.4',
    scenarios: [
      { id: 'TOY-1', title: 'MUST hold', verdict: 'failed', reason, durationMs: 1_250, evidence: { ghost: 1 } },
      { id: 'OTHER-1', title: 'MUST hold too', verdict: 'passed', durationMs: 0, evidence: {} },
    ],
    summary: { passed: 1, failed: 1, skipped: 0, inconclusive: 0 },
    details: detail === undefined ? [] : [{ scenario: 'TOY-1', detail }],
  };
}

function matrixOf(...cells: Partial<FaultCell>[]): FaultMatrix {
  return {
    kind: 'fault-matrix',
    operation: 'create',
    statements: ['BEGIN', 'COMMIT'],
    faults: ['drop-before', 'drop-after'],
    cells: cells.map((cell) => ({
      statement: 1,
      fault: 'drop-before',
      outcome: 'consistent',
      isAllowed: true,
      reason: 'nothing committed',
      timeline: [],
      ...cell,
    })),
  };
}

function render(report: ReportDocument): string {
  const createdAt = new Date('2026-01-02T03:04:05Z');
  return renderReportPage(report, { suites: [{ name: 'TOY', promise: 'toys are safe' }], createdAt });
}

/** The block of data, as the page's script reads it. */
function dataOf(page: string): { texts: string[]; runs: Record<string, { timeline: unknown[] }> } {
  const json = /<script type="application\/json" id="run-data">(.*?)<\/script>/s.exec(page)?.[1];
  return JSON.parse(json ?? 'null');
}

test('says target, database, verdicts, evidence and reasons', () => {
  const page = render(reportOf());
  for (const text of [
    'toy',
    'PostgreSQL 18.4',
    '2026-01-02 03:04 UTC',
    'toys are safe',
    'the target breaks its promise',
  ])
    expect(page).toContain(text);
  expect(page).toMatch(
    /<article id="TOY-1"[^]*✘<\/span> failed[^]*MUST hold[^]*1 ghost, 1.3 s[^]*<pre>ghost: one<\/pre>/,
  );
  expect(page).toMatch(/Other scenarios[^]*<article id="OTHER-1"/);
});

test('has no script, no dialog and no legend when no scenario showed a detail', () => {
  const page = render(reportOf());
  expect(page).not.toMatch(/<script|<dialog|runs? under faults/);
  expect(page).toContain('script-src &#39;none&#39;');
});

test('takes no text for markup, wherever it stands', () => {
  const cell = { fault: hostile, reason: hostile, isAllowed: false, outcome: 'ghost' } as const;
  const timeline = [{ atMs: 1, kind: 'statement', who: hostile, text: hostile, note: hostile }] as const;
  const matrix = matrixOf({ ...cell, timeline }, { ...cell, second: { statement: 2, fault: hostile } });
  const page = render({
    ...reportOf({ ...matrix, operation: hostile, statements: [hostile], faults: [hostile] }, hostile),
    target: hostile,
    database: hostile,
  });
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  for (const text of ['<!--', '\u0000']) expect(page).not.toContain(text);
  expect(/id="run-data">[^\u2028]*<\/script>/.test(page)).toBe(true);
  expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)');
  expect(dataOf(page).texts).toEqual([hostile.replace('\u0000', '\ufffd')]);
});

describe('fault matrix', () => {
  test.each(outcomeLooks)('letters $outcome as $letter and says it in words', ({ outcome, letter }) => {
    const page = render(reportOf(matrixOf({ outcome, isAllowed: outcome === 'consistent' })));
    expect(page).toMatch(
      new RegExp(`<button [^>]*o-${outcome}[^>]*aria-label="${outcome}[^"]*"[^>]*>${letter}</button>`),
    );
    expect(page).toMatch(new RegExp(`<strong>1 ${outcome}</strong>`));
  });

  test('marks and opens what broke the promise, and lists it', () => {
    const page = render(reportOf(matrixOf({}, { statement: 2, outcome: 'lost', isAllowed: false, reason: 'gone' })));
    expect(page).toMatch(/<details class="matrix" open>/);
    expect(page).toMatch(
      /<button [^>]*o-lost violation[^>]*aria-label="lost, breaks the promise: drop-before at statement 2"/,
    );
    expect(page).toMatch(/<li><strong>lost<\/strong>, drop-before at statement 2: gone<\/li>/);
  });

  test('stays closed when the promise was kept', () => {
    expect(render(reportOf(matrixOf({})))).toMatch(/<details class="matrix">/);
  });

  test('says that a fault was not tried, and that none was', () => {
    expect(render(reportOf(matrixOf({}))).match(/not run/g)).toHaveLength(3);
    expect(render(reportOf({ ...matrixOf(), statements: [], faults: [] }))).toContain('No fault was placed');
  });

  test('shows second faults by themselves', () => {
    const page = render(reportOf(matrixOf({ second: { statement: 3, fault: 'drop-after' } })));
    expect(page).toMatch(/aria-label="consistent: drop-before at statement 1, then drop-after at statement 3"/);
    expect(page.match(/<button type="button" class="chip cell/g)).toHaveLength(1);
  });

  test('has one cell in the tab order: the first that broke the promise', () => {
    const page = render(reportOf(matrixOf({}, { statement: 2, outcome: 'torn', isAllowed: false })));
    expect(page.match(/tabindex="0">./g)).toContain('tabindex="0">T');
    expect(page.match(/data-run="[^"]*"[^>]*tabindex="0"/g)).toHaveLength(1);
  });

  test('keeps a text that many runs share once', () => {
    const timeline = [{ atMs: 0.123, kind: 'commit', who: 'connection 1', text: 'COMMIT' }] as const;
    const { texts, runs } = dataOf(render(reportOf(matrixOf({ timeline }, { timeline }))));
    expect(texts).toEqual(['BEGIN', 'connection 1', 'COMMIT']);
    expect(Object.values(runs).map((run) => run.timeline)).toEqual([
      [[0.1, 'commit', 1, 2, -1]],
      [[0.1, 'commit', 1, 2, -1]],
    ]);
  });

  test('cuts a long statement in its row, and a long reason', () => {
    const page = render(reportOf({ ...matrixOf({}), statements: ['x'.repeat(90_000)] }, 'y'.repeat(90_000)));
    expect(page).toContain('… (90000 characters)');
    expect(page.length).toBeLessThan(60_000);
  });
});

test('allows only its own style and script, by their hashes', () => {
  const page = render(reportOf(matrixOf({})));
  expect(page).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-[^"]*; script-src &#39;sha256-/);
  expect(page).not.toMatch(/https?:\/\/|src="|@import|url\(/);
});
