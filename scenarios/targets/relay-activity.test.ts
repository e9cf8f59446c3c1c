import { expect, test } from 'vitest';
import type { Activity } from '../contract/index.ts';
import { relayStatement } from './relay-activity.ts';
import { referenceTarget } from './reference-target.ts';

test('the reference tells each step of its relay as it happens: claim, delivery, completion', async () => {
  await using subject = await referenceTarget('reference').open();
  const { create } = subject.operations;
  const input = (await create?.prepare()) ?? null;
  await subject.drain();
  const told: Activity[] = [];
  const stop = subject.onActivity?.((activity) => told.push(activity));
  await create?.call(input);
  expect(told).toEqual([]);
  await subject.drain();
  stop?.();
  expect(told.map(({ kind, who, text }) => [kind, who, text])).toEqual([
    ['relay', 'relay', 'claims what is due'],
    ['relay', 'consumer', 'is handed node.created'],
    ['relay', 'relay', 'records a delivery'],
    ['relay', 'relay', 'claims what is due'],
    ['relay', 'relay', 'is done: 1 dispatched'],
  ]);
  await create?.call((await create.prepare()) ?? null);
  await subject.drain();
  expect(told).toHaveLength(5);
});

test('a statement that only another relay sends is told as it is, in short', () => {
  const logged = `Executing (default): SELECT id\n  FROM sys_events WHERE id IN (${"'x', ".repeat(100)}'x')`;
  const { text, note } = relayStatement(logged);
  expect(text).toBe('sends a statement');
  expect(note).toMatch(/^SELECT id FROM sys_events WHERE/);
  expect(note).toHaveLength(200);
});
