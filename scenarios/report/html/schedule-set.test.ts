import { describe, expect, test } from 'vitest';
import type { ScheduleEntry, ScheduleSet, ShownSchedule } from '../../contract/index.ts';
import type { ReportDocument } from '../report-document.ts';
import { renderReportPage } from './index.ts';
import { scheduleLooks } from './schedule-looks.ts';
import { scheduleRows } from './schedule-rows.ts';

const released = (operation: string, step: number, text: string, parameters: string[] = []): ScheduleEntry => ({
  kind: 'released',
  operation,
  step,
  text,
  parameters,
});
const answered = (operation: string, step: number, answer: string, sqlState: string | null = null): ScheduleEntry => ({
  kind: 'answered',
  operation,
  step,
  answer,
  sqlState,
});

describe('the lines of a timeline with a column for each operation', () => {
  const rows = (...entries: ScheduleEntry[]) => scheduleRows(['alice', 'bob'], entries);

  test('an answer that comes at once stays in the line of its statement', () => {
    expect(rows(released('bob', 1, 'SELECT $1', ['7']), answered('bob', 1, 'SELECT 1'))).toEqual([
      { step: 1, kind: 'statement', column: 1, text: 'SELECT $1', note: '$1 = 7\n→ SELECT 1' },
    ]);
  });

  test('one that comes later has a line of its own, under its operation', () => {
    const entries = [
      released('alice', 1, 'UPDATE a'),
      { kind: 'blocked', operation: 'alice', step: 1, by: ['bob'] } as const,
      released('bob', 2, 'COMMIT'),
      answered('bob', 2, 'COMMIT'),
      answered('alice', 1, 'deadlock detected', '40P01'),
    ];
    expect(rows(...entries)).toEqual([
      { step: 1, kind: 'statement', column: 0, text: 'UPDATE a' },
      { kind: 'wait', column: 0, text: '(1) is blocked by bob' },
      { step: 2, kind: 'commit', column: 1, text: 'COMMIT', note: '→ COMMIT' },
      { kind: 'statement', column: 0, text: '(1) → error 40P01: deadlock detected' },
    ]);
  });

  test('what happens beside the operations has no column', () => {
    expect(rows({ kind: 'beside', who: 'relay', text: 'claims what is due', note: 'all' })).toEqual([
      { kind: 'relay', text: 'relay claims what is due', note: 'all' },
    ]);
    expect(rows({ kind: 'settled', operation: 'alice', how: 'fulfilled' })).toEqual([
      { kind: 'call', column: 0, text: 'fulfilled' },
    ]);
  });
});

describe('the orders of a page', () => {
  const hostile = `</script><img src=x onerror="alert(1)">`;

  function render(...schedules: ShownSchedule[]): string {
    const detail: ScheduleSet = { kind: 'schedules', operation: 'transfer', columns: ['alice', 'bob'], schedules };
    const report: ReportDocument = {
      target: 'toy',
      database: 'PostgreSQL 18.4',
      scenarios: [{ id: 'TOY-1', title: 'MUST hold', verdict: 'passed', durationMs: 0, evidence: {} }],
      summary: { passed: 1, failed: 0, skipped: 0, inconclusive: 0 },
      details: [{ scenario: 'TOY-1', detail }],
    };
    return renderReportPage(report, { suites: [], createdAt: new Date('2026-01-02T03:04:05Z') });
  }

  test.each(scheduleLooks)('letters $verdict as $letter and says it in words', ({ verdict, letter, colour }) => {
    const page = render({ order: 'alice 2, bob', verdict, entries: [] });
    expect(page).toMatch(
      new RegExp(
        `<button [^>]*o-${colour}[^>]*aria-label="${verdict}: alice 2, bob">${letter.replace('?', '\\?')}</button>`,
      ),
    );
    expect(page).toContain(`<strong>1 ${verdict}</strong>`);
    expect(page).toMatch(verdict === 'passed' ? /<details class="matrix">/ : /<details class="matrix" open>/);
  });

  test('are counted by themselves, and no runs under faults are spoken of', () => {
    const page = render({ order: 'alice, bob', verdict: 'passed', entries: [] });
    expect(page).toContain('1 order of statements');
    expect(page).not.toContain('under faults');
    expect(render()).toContain('No order was run');
  });

  test('say why they did not pass, and take no text for markup', () => {
    const page = render({ order: hostile, verdict: 'failed', reason: hostile, entries: [released('bob', 1, hostile)] });
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('<img');
    expect(page.match(/&lt;\/script&gt;&lt;img/g)).toHaveLength(3);
  });
});
