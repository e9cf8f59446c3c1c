import type { JsonValue } from '../../src/events/index.ts';
import type { ExpectedEvent, StateRow } from './envelope.ts';

type Row = StateRow['row'];

/** The events that the specification demands for a change of the tables, told from the rows alone. */
export function expectedEvents(before: readonly StateRow[], after: readonly StateRow[]): ExpectedEvent[] {
  return [
    ...expectedNodeEvents(before, after),
    ...eventsOfRows('tenants', before, after, (tenant, wasThere) => ({
      eventType: wasThere ? 'tenant.updated' : 'tenant.created',
      data: { tenant_id: idOf(tenant) },
      about: idOf(tenant),
    })),
    ...eventsOfRows('users', before, after, (user, wasThere) => ({
      eventType: wasThere ? 'user.updated' : 'user.registered',
      data: { user_id: idOf(user), ...(wasThere ? {} : { email: textOf(user['email']) }) },
      tenantId: textOf(user['tenant_id']),
      about: idOf(user),
    })),
  ];
}

/** One event for each row that is new or changed. */
function eventsOfRows(
  table: string,
  before: readonly StateRow[],
  after: readonly StateRow[],
  eventOf: (row: Row, wasThere: boolean) => ExpectedEvent,
): ExpectedEvent[] {
  const rowsBefore = rowsById(before, table);
  return rowsOf(after, table).flatMap((row) => {
    const old = rowsBefore.get(idOf(row));
    return JSON.stringify(old) === JSON.stringify(row) ? [] : [eventOf(row, old !== undefined)];
  });
}

function expectedNodeEvents(before: readonly StateRow[], after: readonly StateRow[]): ExpectedEvent[] {
  const nodesBefore = rowsById(before, 'nodes');
  return rowsOf(after, 'nodes').flatMap((node) => {
    const eventOf = (eventType: string, data: Record<string, JsonValue> = {}): ExpectedEvent => ({
      eventType,
      data: { node_id: idOf(node), ...data },
      tenantId: textOf(node['tenant_id']),
      about: idOf(node),
    });
    return eventsOfNode(nodesBefore.get(idOf(node)), node, eventOf, (table) =>
      changedLocales(table, idOf(node), before, after),
    );
  });
}

type EventOf = (eventType: string, data?: Record<string, JsonValue>) => ExpectedEvent;

function eventsOfNode(
  before: Row | undefined,
  after: Row,
  eventOf: EventOf,
  localesOf: (table: string) => string[],
): ExpectedEvent[] {
  const kind = { kind: after['kind'] ?? null };
  const created = eventOf('node.created', { ...kind, author_id: after['author_id'] ?? null });
  const published = eventOf('node.published', kind);
  if (before === undefined) return after['status'] === 'published' ? [created, published] : [created];
  const wasDeleted = before['deleted_at'] !== null;
  const isDeleted = after['deleted_at'] !== null;
  if (!wasDeleted && isDeleted) return [eventOf('node.deleted', kind)];
  if (wasDeleted && !isDeleted) return [created];
  const translations = localesOf('node_translations').map((locale) => eventOf('node.translation.updated', { locale }));
  const bodies = localesOf('bodies').map((locale) => eventOf('body.updated', { locale }));
  const hasChanged = JSON.stringify(before) !== JSON.stringify(after) || translations.length + bodies.length > 0;
  if (!hasChanged) return [];
  const move = `${textOf(before['status'])} to ${textOf(after['status'])}`;
  const named =
    move === 'draft to published'
      ? [published]
      : move === 'published to draft'
        ? [eventOf('node.unpublished', kind)]
        : [];
  return [eventOf('node.updated', kind), ...translations, ...bodies, ...named];
}

function changedLocales(
  table: string,
  nodeId: string,
  before: readonly StateRow[],
  after: readonly StateRow[],
): string[] {
  const byLocale = (rows: readonly StateRow[]) =>
    new Map(
      rowsOf(rows, table)
        .filter((row) => row['node_id'] === nodeId)
        .map((row) => [textOf(row['locale']), JSON.stringify(row)]),
    );
  const [old, current] = [byLocale(before), byLocale(after)];
  const locales = new Set([...old.keys(), ...current.keys()]);
  return [...locales].filter((locale) => old.get(locale) !== current.get(locale)).toSorted();
}

function rowsById(rows: readonly StateRow[], table: string): Map<string, Row> {
  return new Map(rowsOf(rows, table).map((row) => [idOf(row), row]));
}

function rowsOf(rows: readonly StateRow[], table: string): Row[] {
  return rows.filter((row) => row.table === table).map(({ row }) => row);
}

function idOf(row: Row): string {
  return textOf(row['id']);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
