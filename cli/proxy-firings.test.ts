import { expect, test } from 'vitest';
import type { Firing } from '../harness/wire/index.ts';
import { newFirings } from './proxy-firings.ts';

const [first, second, third, fourth] = [1, 2, 3, 4].map((rule) => ({ rule }) as Firing) as [
  Firing,
  Firing,
  Firing,
  Firing,
];

test('each firing is told once, also when the ones before it are forgotten', () => {
  const proxy: { firings: readonly Firing[] } = { firings: [] };
  const told = newFirings(proxy);
  expect(told()).toEqual([]);
  proxy.firings = [first, second];
  expect(told()).toEqual([first, second]);
  expect(told()).toEqual([]);
  proxy.firings = [second, third];
  expect(told()).toEqual([third]);
  proxy.firings = [fourth];
  expect(told()).toEqual([fourth]);
});
