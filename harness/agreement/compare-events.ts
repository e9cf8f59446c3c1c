import type { JsonObject, JsonValue } from '../../src/events/index.ts';
import type { ExpectedEvent, PublishedEnvelope } from './envelope.ts';

/** One way in which what was published is not what committed state asks for. */
export interface Disagreement {
  readonly kind: 'ghost' | 'lost' | 'disorder';
  readonly text: string;
}

/** Compares in both directions: an event too many, an event too few, and the order of each subject's events. */
export function compareEvents(
  expected: readonly ExpectedEvent[],
  published: readonly PublishedEnvelope[],
): Disagreement[] {
  const open = [...expected];
  const matched: ExpectedEvent[] = [];
  const found: Disagreement[] = [];
  for (const envelope of published) {
    const at = open.findIndex((event) => matches(event, envelope));
    const [event] = at < 0 ? [] : open.splice(at, 1);
    if (event === undefined)
      found.push({ kind: 'ghost', text: `published ${nameOf(envelope)}, which nothing committed asks for` });
    else matched.push(event);
  }
  found.push(...open.map((event) => lost(event)));
  return found.length > 0 ? found : disorder(expected, matched);
}

function lost(event: ExpectedEvent): Disagreement {
  return {
    kind: 'lost',
    text: `committed state asks for ${event.eventType} ${JSON.stringify(event.data)}, it was never published`,
  };
}

function disorder(expected: readonly ExpectedEvent[], matched: readonly ExpectedEvent[]): Disagreement[] {
  const subjects = [...new Set(expected.map(({ about }) => about))];
  return subjects.flatMap((about) => {
    const wanted = types(expected, about);
    const seen = types(matched, about);
    return wanted === seen
      ? []
      : [{ kind: 'disorder' as const, text: `published in the order ${seen}, expected ${wanted}` }];
  });
}

function types(events: readonly ExpectedEvent[], about: string): string {
  return events
    .filter((event) => event.about === about)
    .map((event) => `${event.eventType}${'locale' in event.data ? `(${JSON.stringify(event.data['locale'])})` : ''}`)
    .join(', ');
}

function matches(expected: ExpectedEvent, envelope: PublishedEnvelope): boolean {
  return (
    envelope['event_type'] === expected.eventType &&
    (expected.tenantId === undefined || envelope['tenant_id'] === expected.tenantId) &&
    JSON.stringify(present(dataOf(envelope))) === JSON.stringify(present(expected.data))
  );
}

function dataOf(envelope: PublishedEnvelope): JsonObject {
  const event = envelope['event'];
  if (typeof event !== 'object' || event === null || !('data' in event)) return {};
  const data = event['data'];
  return typeof data === 'object' && data !== null ? (data as JsonObject) : {};
}

/** An optional field may be null or absent: both say the same. */
function present(data: JsonObject): [string, JsonValue][] {
  return Object.entries(data)
    .filter(([, value]) => value !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

const shownLength = 300;

/** An envelope in a few words: its type and its data, or what else arrived where it has none. */
export function nameOf(envelope: PublishedEnvelope): string {
  const shown = JSON.stringify(contentOf(envelope));
  const cut = shown.length > shownLength ? `${shown.slice(0, shownLength)}…` : shown;
  return `${typeOf(envelope)} ${cut}`;
}

function contentOf(envelope: PublishedEnvelope): JsonValue {
  if (envelope['event'] !== undefined) return dataOf(envelope);
  const { type, data, ...others } = envelope;
  return data ?? (typeof type === 'string' ? others : envelope);
}

/** The type that an envelope says it has. */
export function typeOf(envelope: PublishedEnvelope): string {
  const type = envelope['event_type'] ?? envelope['type'];
  return typeof type === 'string' ? type : 'an event without type';
}
