import { expect, test } from 'vitest';
import { doubtsOfBacklog, doubtsOfCrowd, doubtsOfLoad } from './checks.ts';
import { listenOverflows } from './listen-overflows.ts';

const whole = { sent: 10, answered: 8, failed: 2, failures: { ECONNRESET: 2 }, doubts: [] };

test('a load that adds up raises no doubt', () => {
  expect(doubtsOfLoad(whole)).toEqual([]);
});

test.each([
  [{ failed: 1 }, 'sent 10 is not answered 8 + failed 1'],
  [{ failures: {} }, '2 requests failed and 0 reasons were given'],
  [{ failures: { EADDRNOTAVAIL: 2 } }, 'the load ran out of local ports'],
  [{ failures: { EMFILE: 2 } }, 'the load ran out of open files'],
  [{ doubts: ['the generator says otherwise'] }, 'the generator says otherwise'],
])('a load with %o is doubted', (change, doubt) => {
  expect(doubtsOfLoad({ ...whole, ...change }).join()).toContain(doubt);
});

test('a crowd is one only while all of it is inside', () => {
  expect(doubtsOfCrowd({ connections: 10, arrived: 10, answered: 0 })).toEqual([]);
  expect(doubtsOfCrowd({ connections: 10, arrived: 9, answered: 0 })).toHaveLength(1);
  expect(doubtsOfCrowd({ connections: 10, arrived: 10, answered: 1 })).toHaveLength(1);
});

test('a full listen queue is doubted when somebody came a second late', () => {
  expect(doubtsOfBacklog(0, 2000)).toEqual([]);
  expect(doubtsOfBacklog(5, 100)).toEqual([]);
  expect(doubtsOfBacklog(5, 1040).join()).toContain('overflowed 5 times');
});

test('a machine that counts no refused connections has refused none', async () => {
  expect(await listenOverflows('/nowhere')).toBe(0);
  expect(await listenOverflows()).toBeGreaterThanOrEqual(0);
});
