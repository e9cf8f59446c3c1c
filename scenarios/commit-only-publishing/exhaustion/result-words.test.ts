import { expect, test } from 'vitest';
import { ResultWords } from './result-words.ts';

const known = '0190b6f4-1c00-7a05-8000-9e70c2b35f05';
const words = new ResultWords({ rows: [{ id: known, at: '2026-01-01T00:00:00.000Z' }] });

test('ids and times that were there before keep their own words', () => {
  expect(words.of({ id: known, at: '2026-01-01T00:00:00.000Z' })).toBe(
    `{"id":"${known}","at":"2026-01-01T00:00:00.000Z"}`,
  );
});

test('what a run makes anew reads the same in every run', () => {
  const row = () => ({
    id: crypto.randomUUID(),
    at: new Date().toISOString(),
    by: known,
    slug: `a-${crypto.randomUUID()}`,
  });
  expect(words.of(row())).toBe(`{"id":"(new)","at":"(new)","by":"${known}","slug":"a-(new)"}`);
  expect(words.of({ at: '2026-11-23 13:52:49.123456+00' })).toBe('{"at":"(new)"}');
});

test('anything else is compared as it is', () => {
  expect(words.of({ version: 2, kind: 'page' })).not.toBe(words.of({ version: 1, kind: 'page' }));
});
