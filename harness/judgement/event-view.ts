import type { EventEnvelope, EventOfType, EventType, JsonObject } from '../../src/events/index.ts';

/** Where a test can ask what a consumer has received by now: `mockEventBus` is one, and so is a reader of one's own outbox. */
export interface EventSource<Event = unknown> {
  /** Drains first, and never waits: what is not committed yet is not published. In order. */
  published(): Promise<readonly Event[]>;
}

/** The names of the events of a source: those of the catalogue where it gives envelopes, else its own. */
export type EventTypeOf<Source> =
  Source extends EventSource<infer Event>
    ? Event extends EventEnvelope
      ? EventType
      : Event extends { readonly type: infer Type extends string }
        ? Type
        : string
    : string;

/** What an event's data may be asked for: any part of it, with a runner's asymmetric matchers in place of values. */
export type EventDataOf<Source, Type> =
  Source extends EventSource<infer Event>
    ? Event extends EventEnvelope
      ? Type extends EventType
        ? Partial<EventOfType<Type>['data']>
        : Readonly<Record<string, unknown>>
      : Event extends { readonly type: string; readonly data: infer Data }
        ? Partial<Extract<Event, { readonly type: Type }> extends { readonly data: infer Own } ? Own : Data>
        : Readonly<Record<string, unknown>>
    : Readonly<Record<string, unknown>>;

/** An event as the matchers see it, whatever shape it came in. */
export interface EventView {
  readonly id: string | null;
  readonly type: string;
  readonly tenantId: string | null;
  readonly data: JsonObject;
}

/** Reads an `EventEnvelope`, an envelope in its wire form, a CloudEvent, or a row of `type` and `data` (or `payload`). */
export function viewEvent(value: unknown): EventView {
  const fields = objectOf(value);
  const event = objectOf(fields['event']);
  return {
    id: textOf(fields['id']) ?? textOf(fields['event_id']),
    type:
      textOf(fields['eventType']) ??
      textOf(fields['event_type']) ??
      textOf(fields['type']) ??
      textOf(event['type']) ??
      'an event without type',
    tenantId: textOf(fields['tenantId']) ?? textOf(fields['tenant_id']),
    data: dataOf(event['data'] ?? fields['data'] ?? fields['payload']),
  };
}

/** A payload that is a whole envelope stands for its data. */
function dataOf(value: unknown): JsonObject {
  const data = objectOf(value);
  const inner = objectOf(data['event'])['data'];
  return (inner === undefined ? data : objectOf(inner)) as JsonObject;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** An event in a few words. */
export function nameOfEvent({ type, data }: EventView): string {
  return `${type} ${JSON.stringify(data)}`;
}
