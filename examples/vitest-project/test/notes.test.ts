import { expect } from 'rustok-testkit/vitest';
import { test } from './kit.ts';

test('a note and its event are committed together', async ({ as, bus }) => {
  const { body } = await as.writer.post<{ id: string }>('/notes', { text: 'Hello' });
  await expect(bus).toHavePublished('note.written', { id: body.id, author: 'ada' });
  await expect(bus).toMatchCommittedState();
});

test('who may not write, writes and publishes nothing', async ({ as, bus }) => {
  await expect(as.reader.post('/notes', { text: 'Hello' })).toBeForbidden();
  await expect(bus).toHavePublishedNothing();
});

test('a note costs one row and one event', async ({ db, services }) => {
  await expect(() => services.write('ada', 'Hello')).toExecute(/INSERT/, 2);
  expect(db.tier).toBe('clone');
});
