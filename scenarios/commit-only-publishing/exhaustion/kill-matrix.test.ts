import { expect, test } from 'vitest';
import { noteOf } from '../../fault-journal/index.ts';
import { type KilledTogether, killMatrices } from './kill-matrix.ts';

const recorded = new Map([
  ['create', ['BEGIN', 'COMMIT']],
  ['update', ['BEGIN']],
]);

const call = (name: string, nth: number) => ({ name, nth, startedAt: 1_000, statements: [] });
const notes = [{ ...noteOf('fault', 'fault', 'SIGKILL'), at: 1_250 }];

const rounds: KilledTogether[] = [
  { calls: [call('create', 1), call('update', 1)], notes, findings: [] },
  { calls: [call('create', 2)], notes, findings: [{ kind: 'lost', text: 'gone' }] },
];

test('an operation has a matrix of its statements, with a cell for each at which it was killed', () => {
  const matrices = killMatrices(recorded, rounds);
  expect(matrices).toMatchObject([
    { operation: 'create', statements: ['BEGIN', 'COMMIT'], faults: ['SIGKILL'], cells: { length: 2 } },
    { operation: 'update', statements: ['BEGIN'], cells: { length: 1 } },
  ]);
  const together = expect.stringMatching(/, as one of 2 operations killed together$/);
  expect(matrices[0]?.cells).toMatchObject([
    { statement: 1, outcome: 'consistent', isAllowed: true, reason: together },
    { statement: 2, outcome: 'lost', isAllowed: false, reason: 'lost: gone' },
  ]);
});

test('its timeline begins with its own call, and the kill is where it was', () => {
  const [create] = killMatrices(recorded, rounds);
  expect(create?.cells[0]?.timeline).toMatchObject([
    { atMs: 0, kind: 'call', text: 'calls' },
    { atMs: 250, kind: 'fault', text: 'SIGKILL' },
  ]);
});

test('events in the wrong order are torn', () => {
  const findings = [{ kind: 'disorder', text: 'published in the order b, a' }] as const;
  const [create] = killMatrices(recorded, [{ calls: [call('create', 1)], notes, findings }]);
  expect(create?.cells).toMatchObject([{ outcome: 'torn', reason: 'disorder: published in the order b, a' }]);
});
