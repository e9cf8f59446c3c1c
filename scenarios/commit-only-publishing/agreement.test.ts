import { describe, expect, test } from 'vitest';
import type { ExpectedEvent, PublishedEnvelope, StateRow, Subject } from '../contract/index.ts';
import { disagreements } from './agreement.ts';

const created: ExpectedEvent = {
  eventType: 'node.created',
  data: { node_id: 'n1', author_id: null },
  tenantId: 't',
  about: 'n1',
};
const published: ExpectedEvent = { eventType: 'node.published', data: { node_id: 'n1' }, tenantId: 't', about: 'n1' };
const other: ExpectedEvent = { eventType: 'node.created', data: { node_id: 'n2' }, tenantId: 't', about: 'n2' };

function envelope({ eventType, data }: ExpectedEvent, overrides: PublishedEnvelope = {}): PublishedEnvelope {
  return {
    id: crypto.randomUUID(),
    event_type: eventType,
    tenant_id: 't',
    event: { type: 'Some', data },
    ...overrides,
  };
}

function findings(expected: readonly ExpectedEvent[], envelopes: readonly PublishedEnvelope[]) {
  const subject = { expectedEvents: () => [...expected] } as unknown as Subject;
  return disagreements(subject, { state: [], published: [] }, { state: [], published: envelopes });
}

const kinds = (...given: Parameters<typeof findings>) => findings(...given).map(({ kind }) => kind);

describe('state and the events that it asks for', () => {
  test('agree when every event came once, in order', () => {
    expect(findings([created, published], [envelope(created), envelope(published)])).toEqual([]);
  });

  test('agree when an envelope is delivered twice', () => {
    const twice = envelope(created);
    expect(findings([created], [twice, twice])).toEqual([]);
  });

  test('agree when a null is left out, and keys come in another order', () => {
    const bare = envelope(created, { event: { data: { node_id: 'n1' }, type: 'Some' } });
    expect(findings([created], [bare])).toEqual([]);
  });

  test('have no order between subjects', () => {
    expect(findings([created, other], [envelope(other), envelope(created)])).toEqual([]);
  });

  test('disagree when one never came', () =>
    expect(kinds([created, published], [envelope(created)])).toEqual(['lost']));

  test('disagree when one came that nothing asks for', () => {
    expect(kinds([created], [envelope(created), envelope(other)])).toEqual(['ghost']);
  });

  test('disagree when an event came in two envelopes', () => {
    expect(kinds([created], [envelope(created), envelope(created)])).toEqual(['ghost']);
  });

  test('disagree about another tenant, other data and another type', () => {
    for (const overrides of [
      { tenant_id: 'u' },
      { event: { type: 'Some', data: { node_id: 'n3' } } },
      { event_type: 'node.deleted' },
    ]) {
      expect(kinds([created], [envelope(created, overrides)])).toEqual(['ghost', 'lost']);
    }
  });

  test('disagree about the order of one subject', () => {
    expect(findings([created, published], [envelope(published), envelope(created)])).toEqual([
      {
        kind: 'disorder',
        text: 'published in the order node.published, node.created, expected node.created, node.published',
      },
    ]);
  });
});

describe('without a specification of the events', () => {
  const row: StateRow = { table: 'things', row: { id: 1 } };
  const judge = (state: StateRow[], envelopes: PublishedEnvelope[]) =>
    disagreements({} as Subject, { state: [], published: [] }, { state, published: envelopes }).map(({ kind }) => kind);

  test('state and events change together or not at all', () => {
    expect(judge([], [])).toEqual([]);
    expect(judge([row], [{ id: 1 }])).toEqual([]);
    expect(judge([row], [])).toEqual(['lost']);
    expect(judge([], [{ id: 1 }])).toEqual(['ghost']);
  });
});
