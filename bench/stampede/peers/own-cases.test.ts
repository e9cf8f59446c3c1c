import { expect, test } from 'vitest';
import { subjectNamed } from '../subjects/index.ts';
import { ownCases } from './own-cases.ts';

function judge(id: string, subject: string) {
  const own = ownCases.find((one) => one.id === id);
  if (own === undefined) throw new Error(`there is no ${id}`);
  return own.judge(subjectNamed(subject));
}

test.each(ownCases.map(({ id }) => id))('the reference holds in %s', async (id) => {
  expect(await judge(id, 'reference')).toBeUndefined();
});

test.each([
  ['PEER-1', 'lru-cache', /callers were rejected/],
  ['PEER-2', 'bentocache', /from the cache it is a string/],
  ['PEER-3', 'lru-cache', /^10 of 10 callers were told nothing within/],
])('%s is failed by %s, and what happened is told', async (id, subject, what) => {
  expect(await judge(id, subject)).toMatch(what);
});
