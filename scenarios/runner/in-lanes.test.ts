import { expect, test } from 'vitest';
import { inLanes } from './in-lanes.ts';

test('works in as many lanes as it is told, and keeps the order', async () => {
  const gates = [1, 2, 3].map(() => Promise.withResolvers<string>());
  const begun: number[] = [];
  const all = inLanes([0, 1, 2], 2, async (item) => {
    begun.push(item);
    return gates[item]?.promise;
  });
  expect(begun).toEqual([0, 1]);
  gates[1]?.resolve('second');
  await gates[1]?.promise;
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  gates[2]?.resolve('third');
  gates[0]?.resolve('first');
  expect(await all).toEqual(['first', 'second', 'third']);
});

test('begins nothing after a failure, and waits for what is under way', async () => {
  const underWay = Promise.withResolvers<void>();
  const begun: number[] = [];
  const ended: number[] = [];
  const all = inLanes([0, 1, 2, 3], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('no further');
    await underWay.promise;
    ended.push(item);
  });
  const failed = expect(all).rejects.toThrow('no further');
  underWay.resolve();
  await failed;
  expect([begun, ended]).toEqual([[0, 1], [0]]);
});
