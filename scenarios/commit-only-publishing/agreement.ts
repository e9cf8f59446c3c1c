import type { ExpectedEvent, JsonValue, PublishedEnvelope, Subject } from '../contract/index.ts';
import type { Finding } from './finding.ts';
import { type Observation, publishedBetween, stateChanged } from './observation.ts';

/** Where state and events disagree, in both directions: the events come from the difference of the tables, not from the service. */
export function disagreements(subject: Subject, before: Observation, after: Observation): Finding[] {
  const published = publishedBetween(before, after);
  if (subject.expectedEvents !== undefined) {
    return compare(subject.expectedEvents(before.state, after.state), published);
  }
  const changed = stateChanged(before, after);
  if (changed && published.length === 0) return [{ kind: 'lost', text: 'state was committed, no event was published' }];
  if (changed) return [];
  return published.map((envelope) => ({ kind: 'ghost', text: `published ${nameOf(envelope)}, nothing was committed` }));
}

function compare(expected: readonly ExpectedEvent[], published: readonly PublishedEnvelope[]): Finding[] {
  const open = [...expected];
  const matched: ExpectedEvent[] = [];
  const findings: Finding[] = [];
  for (const envelope of published) {
    const at = open.findIndex((event) => matches(event, envelope));
    const [event] = at < 0 ? [] : open.splice(at, 1);
    if (event === undefined)
      findings.push({ kind: 'ghost', text: `published ${nameOf(envelope)}, which nothing committed asks for` });
    else matched.push(event);
  }
  findings.push(...open.map((event) => lost(event)));
  return findings.length > 0 ? findings : disorder(expected, matched);
}

function lost(event: ExpectedEvent): Finding {
  return {
    kind: 'lost',
    text: `committed state asks for ${event.eventType} ${JSON.stringify(event.data)}, it was never published`,
  };
}

function disorder(expected: readonly ExpectedEvent[], matched: readonly ExpectedEvent[]): Finding[] {
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

function dataOf(envelope: PublishedEnvelope): Readonly<Record<string, JsonValue>> {
  const event = envelope['event'];
  if (typeof event !== 'object' || event === null || !('data' in event)) return {};
  const data = event['data'];
  return typeof data === 'object' && data !== null ? (data as Record<string, JsonValue>) : {};
}

/** An optional field may be null or absent: both say the same. */
function present(data: Readonly<Record<string, JsonValue>>): [string, JsonValue][] {
  return Object.entries(data)
    .filter(([, value]) => value !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** An envelope in a few words: its type and its data. */
export function nameOf(envelope: PublishedEnvelope): string {
  return `${typeOf(envelope)} ${JSON.stringify(dataOf(envelope))}`;
}

/** The type that an envelope says it has. */
export function typeOf(envelope: PublishedEnvelope): string {
  const type = envelope['event_type'] ?? envelope['type'];
  return typeof type === 'string' ? type : 'an event without type';
}
