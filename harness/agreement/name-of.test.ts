import { expect, test } from 'vitest';
import { nameOf } from './index.ts';

test('an envelope of the domain is told by its type and its data', () => {
  const event = { type: 'NodeCreated', data: { id: 'n' } };
  expect(nameOf({ event_type: 'node.created', event })).toBe('node.created {"id":"n"}');
});

test.each([
  [{ id: '1', type: 'invoice.created', data: { invoice: 7 } }, 'invoice.created {"invoice":7}'],
  [{ id: '1', type: 'invoice.created', payload: 7 }, 'invoice.created {"id":"1","payload":7}'],
  [{ body: 'created' }, 'an event without type {"body":"created"}'],
])('an envelope of any other form is told by what arrived: %j', (envelope, told) => {
  expect(nameOf(envelope)).toBe(told);
});

test('what is long is cut', () => {
  expect(nameOf({ type: 'a', data: { text: 'x'.repeat(10_000) } })).toMatch(/^a \{"text":"x{200,400}…$/);
});
