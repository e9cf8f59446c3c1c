import { expect, test } from 'vitest';
import { callsPerRound, dealKillPoints } from './kill-plan.ts';

const statements = new Map([
  ['create', ['BEGIN', 'COMMIT']],
  ['update', ['BEGIN', 'SELECT', 'UPDATE', 'INSERT', 'COMMIT']],
]);

test('every statement of every operation has its place in one round, and no round has more than it may', () => {
  const rounds = dealKillPoints(statements, 3);
  expect(rounds.map((round) => round.length)).toEqual([3, 2, 2]);
  const dealt = rounds.flat().map(({ name, nth }) => `${name} ${nth}`);
  expect(dealt.toSorted()).toEqual([
    'create 1',
    'create 2',
    'update 1',
    'update 2',
    'update 3',
    'update 4',
    'update 5',
  ]);
});

test('an operation of many statements is called more than once in a round', () => {
  expect(callsPerRound(dealKillPoints(statements, 3))).toEqual(
    new Map([
      ['create', 1],
      ['update', 2],
    ]),
  );
});

test('an operation without statements has no place', () => {
  expect(dealKillPoints(new Map([['get', []]]), 3)).toEqual([]);
});
