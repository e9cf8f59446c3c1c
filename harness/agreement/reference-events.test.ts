import { expect, test } from 'vitest';
import type { JsonValue } from '../../src/events/index.ts';
import type { StateRow } from './envelope.ts';
import { expectedEvents } from './reference-events.ts';

function node(changes: Record<string, JsonValue> = {}): StateRow {
  const row = { id: 'n', tenant_id: 't', kind: 'page', author_id: 'a', status: 'draft', version: 1, deleted_at: null };
  return { table: 'nodes', row: { ...row, ...changes } };
}
const translation = (locale: string, title: string): StateRow => ({
  table: 'node_translations',
  row: { node_id: 'n', locale, title },
});
const body = (locale: string, text: string): StateRow => ({
  table: 'bodies',
  row: { node_id: 'n', locale, body: text },
});

test.each<[string, StateRow[], StateRow[], string[]]>([
  ['nothing', [node()], [node()], []],
  ['create', [], [node(), translation('en', 'a')], ['node.created']],
  ['create published', [], [node({ status: 'published' })], ['node.created', 'node.published']],
  ['update', [node()], [node({ version: 2 })], ['node.updated']],
  ['publish', [node()], [node({ status: 'published', version: 2 })], ['node.updated', 'node.published']],
  ['unpublish', [node({ status: 'published' })], [node({ version: 2 })], ['node.updated', 'node.unpublished']],
  ['archive', [node({ status: 'published' })], [node({ status: 'archived' })], ['node.updated']],
  ['unarchive', [node({ status: 'archived' })], [node()], ['node.updated']],
  ['delete', [node({ status: 'published' })], [node({ deleted_at: 'now' })], ['node.deleted']],
  ['restore', [node({ deleted_at: 'then' })], [node({ version: 3 })], ['node.created']],
  [
    'update of locales',
    [node(), translation('en', 'a'), translation('de', 'b'), body('de', 'c')],
    [node({ version: 2 }), translation('en', 'A'), translation('fr', 'd'), body('fr', 'e')],
    [
      'node.updated',
      'node.translation.updated de',
      'node.translation.updated en',
      'node.translation.updated fr',
      'body.updated de',
      'body.updated fr',
    ],
  ],
])('%s asks for its events, in order', (_operation, before, after, events) => {
  const names = expectedEvents(before, after).map(({ eventType, data }) =>
    typeof data['locale'] === 'string' ? `${eventType} ${data['locale']}` : eventType,
  );
  expect(names).toEqual(events);
});

const tenant = (name: string): StateRow => ({ table: 'tenants', row: { id: 't', name } });
const user = (role: string): StateRow => ({ table: 'users', row: { id: 'u', tenant_id: 't', email: 'u@t', role } });

test('tenants and users ask for one event each that is new or changed', () => {
  expect(expectedEvents([], [tenant('a'), user('admin')])).toEqual([
    { eventType: 'tenant.created', data: { tenant_id: 't' }, about: 't' },
    { eventType: 'user.registered', data: { user_id: 'u', email: 'u@t' }, tenantId: 't', about: 'u' },
  ]);
  expect(expectedEvents([tenant('a'), user('admin')], [tenant('b'), user('manager')])).toEqual([
    { eventType: 'tenant.updated', data: { tenant_id: 't' }, about: 't' },
    { eventType: 'user.updated', data: { user_id: 'u' }, tenantId: 't', about: 'u' },
  ]);
  expect(expectedEvents([tenant('a'), user('admin')], [tenant('a'), user('admin')])).toEqual([]);
});

test('the data of an event is told from the row', () => {
  expect(expectedEvents([], [node()])).toEqual([
    { eventType: 'node.created', data: { node_id: 'n', kind: 'page', author_id: 'a' }, tenantId: 't', about: 'n' },
  ]);
});
