import { expect, it } from 'vitest';
import { validate, version } from 'uuid';
import { uuidV7Ids } from './ids.ts';

it('gives ids of version 7 that sort in the order they were made, many in a millisecond', () => {
  const ids = Array.from({ length: 5_000 }, () => uuidV7Ids.next());
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});
