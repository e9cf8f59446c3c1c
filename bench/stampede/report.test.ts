import { expect, test } from 'vitest';
import type { Measured } from './measurement.ts';
import { renderStampede } from './render.ts';
import { stampedeReport } from './report.ts';

const about = { database: 'PostgreSQL', seed: 1, connections: 10, rounds: 1, isPartial: false, absent: {} };

function taken(subject: string, queries: number) {
  const measured: Measured = {
    figures: [{ metric: 'queries found', unit: 'queries', value: queries }],
    doubts: [],
  };
  return { subject, name: 'found', round: 0, measured } as const;
}

test('a report names the versions of the libraries that it measured, and of what served them', () => {
  const { versions } = stampedeReport({ ...about, taken: [taken('reference', 1), taken('lru-cache', 1)] });
  expect(Object.keys(versions)).toEqual(['fastify', 'sequelize', 'pg', 'lru-cache']);
  for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
});

test('of a service that runs somewhere no versions are known', () => {
  expect(stampedeReport({ ...about, taken: [taken('http://127.0.0.1:1/', 1)] }).versions).toEqual({});
});

test('a report holds nothing of how the service and its database are reached', () => {
  const options = { databaseUrl: 'postgres://u:secret@127.0.0.1/x', headers: { authorization: 'secret' } };
  expect(JSON.stringify(stampedeReport({ ...about, ...options, taken: [] }))).not.toContain('secret');
});

test('a row that has regressed is marked in the report and in its table, and no other', () => {
  const before = stampedeReport({ ...about, taken: [taken('reference', 1), taken('naive', 10)] });
  const now = stampedeReport({ ...about, taken: [taken('reference', 2), taken('naive', 10)], baseline: before });
  expect(now.rows.map(({ subject, regressedFrom }) => [subject, regressedFrom])).toEqual([
    ['reference', '1 (1–1)'],
    ['naive', undefined],
  ]);
  expect(renderStampede(now)).toMatch(/^reference +queries found .*REGRESSION from 1 \(1–1\)$/m);
  expect(renderStampede(now)).not.toMatch(/^naive.*REGRESSION/m);
  expect(renderStampede(before)).not.toContain('baseline');
});
