import { expect, test } from 'vitest';
import type { BenchRow } from '../benchmark.ts';
import { exceeded } from './gates.ts';
import type { StampedeReport } from './report.ts';

function row(subject: string, metric: string, value: number, other: Partial<BenchRow> = {}): BenchRow {
  return { subject, metric, unit: 'ms', n: 5, min: value * 0.9, median: value, max: value * 1.1, ...other };
}

function report(rows: readonly BenchRow[]): StampedeReport {
  const about = { machine: 'this', database: 'PostgreSQL', seed: 1, connections: 1000, rounds: 5, isPartial: false };
  return { bench: 'stampede', ...about, versions: {}, rows, problems: [], absent: {}, judged: ['reference'] };
}

test('queries above the limit are exceeded by whoever is judged, and by no other', () => {
  const rows = [row('reference', 'queries found', 1, { max: 2 }), row('naive', 'queries found', 1000)];
  expect(exceeded(report(rows), { maxQueries: 1 })).toEqual(['reference: 2 queries found, more than 1']);
  expect(exceeded(report(rows), { maxQueries: 2 })).toEqual([]);
  expect(exceeded(report(rows), {})).toEqual([]);
});

test('queries under expiry are no crowd', () => {
  expect(exceeded(report([row('reference', 'queries expiry', 5)]), { maxQueries: 1 })).toEqual([]);
});

test('a wrong or missing answer is always too many', () => {
  expect(exceeded(report([row('reference', 'errors found', 3, { max: 3 })]), {})).toEqual([
    'reference: 3 errors found',
  ]);
});

test('the 99th percentile is compared with the bare framework, or with the baseline where there is none', () => {
  const beside = report([row('reference', 'p99 found', 100, { ratio: 1.3, ratioTo: 'bare' })]);
  expect(exceeded(beside, { maxP99Ratio: 1.2 })).toEqual([
    'reference: p99 found is 1.30 × that of bare, more than 1.2',
  ]);
  expect(exceeded(beside, { maxP99Ratio: 1.4 })).toEqual([]);
  const service = { ...report([row('reference', 'p99 cold', 130)]), machine: 'other' };
  const baseline = report([row('reference', 'p99 cold', 100)]);
  expect(exceeded(service, { maxP99Ratio: 1.2, baseline })).toEqual([
    'reference: p99 cold is 1.30 × that of the baseline, more than 1.2',
  ]);
});

test('a row that is marked as a regression is one, where its subject is judged', () => {
  const rows = ['reference', 'naive'].map((name) => row(name, 'p99 found', 200, { regressedFrom: '100 (90–110)' }));
  expect(exceeded(report(rows), {})).toEqual(['reference: p99 found was 100 (90–110) and is 200 (180–220) ms']);
});
