import {
  type Disagreement,
  type ExpectedEvent,
  type StateRow,
  compareEvents,
  expectedEvents,
  readRows,
  referenceTables,
} from '../agreement/index.ts';
import { openAdminConnection } from '../counting/index.ts';
import { requireCommitted } from '../database/index.ts';
import type { JsonObject } from '../../src/events/index.ts';
import { causality } from './causality.ts';
import type { EventSource } from './event-view.ts';
import type { Judgement } from './judgement.ts';
import { received } from './published.ts';

/** What one changed row asks for: `before` is missing for a new row, `after` for a deleted one. */
export type RowEvents = (
  before: JsonObject | undefined,
  after: JsonObject | undefined,
) => RowEvent | readonly RowEvent[];

/** An event that a row asks for; null and undefined ask for none. */
export type RowEvent =
  { readonly type: string; readonly data: JsonObject; readonly tenantId?: string } | null | undefined;

/** By table: the events of each of its rows that changed. The tables named are the ones that are read; their key is `id`. */
export type StateMapping = Readonly<Record<string, RowEvents>>;

/** Which rows are watched, and what their changes ask for. */
export interface WatchStateOptions {
  /** A URL that may read the tables. */
  readonly url: string;
  /** Default: the specification's own table, for the reference services. */
  readonly mapping?: StateMapping | undefined;
}

/** The committed rows of some tables, compared with how they were at the start. Holds no connection. */
export interface CommittedState {
  /** The events that the changes since the start ask for. */
  expectedEvents(): Promise<ExpectedEvent[]>;
  /** From now on. */
  restart(): Promise<void>;
}

/** Remembers the rows as they are now; rejects where nothing is ever committed. */
export async function watchCommittedState({ url, mapping }: WatchStateOptions): Promise<CommittedState> {
  requireCommitted(url, 'watchCommittedState');
  const tables = mapping === undefined ? referenceTables : Object.keys(mapping);
  const read = async () => {
    await using connection = await openAdminConnection(url);
    return await readRows(connection, tables);
  };
  let before = await read();
  return {
    async expectedEvents() {
      const after = await read();
      return mapping === undefined ? expectedEvents(before, after) : eventsOfRows(mapping, before, after);
    },
    async restart() {
      before = await read();
    },
  };
}

function eventsOfRows(mapping: StateMapping, before: readonly StateRow[], after: readonly StateRow[]): ExpectedEvent[] {
  return Object.entries(mapping).flatMap(([table, eventsOf]) => {
    const [old, current] = [rowsById(before, table), rowsById(after, table)];
    return [...new Set([...old.keys(), ...current.keys()])].flatMap((id) => {
      const [from, to] = [old.get(id), current.get(id)];
      if (JSON.stringify(from) === JSON.stringify(to)) return [];
      return [eventsOf(from, to)]
        .flat()
        .flatMap((event) => (event == null ? [] : [expectedEvent(event, `${table} ${id}`)]));
    });
  });
}

function expectedEvent({ type, data, tenantId }: NonNullable<RowEvent>, about: string): ExpectedEvent {
  return { eventType: type, data, about, ...(tenantId === undefined ? {} : { tenantId }) };
}

function rowsById(rows: readonly StateRow[], table: string): Map<string, JsonObject> {
  return new Map(rows.filter((one) => one.table === table).map(({ row }) => [JSON.stringify(row['id'] ?? row), row]));
}

/** Whether what was published is what the changed rows ask for: none too many, none too few, each subject's in order. */
export async function judgeCommittedState(source: EventSource, state: CommittedState): Promise<Judgement> {
  const expected = await state.expectedEvents();
  const published = (await received(source)).map(({ type, tenantId, data }) => ({
    event_type: type,
    tenant_id: tenantId,
    event: { data },
  }));
  const found = compareEvents(expected, published);
  return {
    pass: found.length === 0,
    expectation: 'the events to be those that the committed rows ask for',
    found: found.length === 0 ? `${expected.length} events agree with the rows` : linesOf(found),
    difference: {
      expected: expected.map(({ eventType, data }) => ({ type: eventType, data })),
      actual: published.map(({ event_type, event }) => ({ type: event_type, data: event.data })),
    },
    timeline: await causality(source),
  };
}

function linesOf(disagreements: readonly Disagreement[]): string {
  return disagreements.map(({ kind, text }) => `${kind}: ${text}`).join('\n');
}
