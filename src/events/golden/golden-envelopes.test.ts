import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { checkEvolution } from '../evolution.ts';
import { goldenEnvelopes } from './golden-envelopes.ts';

/**
 * How many records there were, and the digest of all their bytes. A released record is never edited: when this fails for an old
 * version, a change of the code would break readers of stored events. A new version appends a line here and its records there.
 */
const released: Record<number, { readonly records: number; readonly sha256: string }> = {
  1: { records: 44, sha256: '5b269767b030fb8e1a0328dbabfe175ec667996014891816c52cf9b926d3c6f9' },
};

it('the catalogue keeps its promise to every reader of stored events', () => {
  expect(checkEvolution(catalogue, goldenEnvelopes)).toEqual([]);
});

it('no released golden envelope was edited or taken away', () => {
  for (const version of new Set([
    ...Object.keys(released),
    ...goldenEnvelopes.map((golden) => String(golden.version)),
  ])) {
    const records = goldenEnvelopes.filter((golden) => golden.version === Number(version));
    const bytes = records.map((golden) => `${golden.type} ${golden.fingerprint} ${golden.canonical}\n`).toSorted();
    const sha256 = createHash('sha256').update(bytes.join('')).digest('hex');
    expect({ version, records: records.length, sha256 }).toEqual({ version, ...released[Number(version)] });
  }
});

it('every golden envelope is snake_case throughout', () => {
  const keys = goldenEnvelopes.flatMap(({ canonical }) => canonical.match(/"[^"]+"(?=:)/g) ?? []);
  expect(keys.length).toBeGreaterThan(44 * 12);
  expect(keys.filter((key) => !/^"[a-z]+(_[a-z]+)*"$/.test(key))).toEqual([]);
});

it('optional fields are seen with a value and as null', () => {
  for (const field of ['author_id', 'old_amount', 'customer_id', 'reason', 'causation_id', 'trace_id', 'actor_id']) {
    const texts = goldenEnvelopes.map((golden) => golden.canonical).filter((text) => text.includes(`"${field}":`));
    expect(
      texts.some((text) => text.includes(`"${field}":null`)),
      field,
    ).toBe(true);
    expect(
      texts.some((text) => !text.includes(`"${field}":null`)),
      field,
    ).toBe(true);
  }
});
