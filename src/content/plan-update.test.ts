import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ParsedCreateInput, createNodeSchema } from './create-input.ts';
import { newNode } from './new-node.ts';
import { eventsOfUpdate } from './node-events.ts';
import type { NodeBody, NodeResponse, NodeTranslation } from './node-response.ts';
import { planUpdate } from './plan-update.ts';
import { slugOfTitle } from './slug.ts';
import { type ParsedUpdateInput, type UpdateNodeInput, updateNodeSchema } from './update-input.ts';

const NOW = '2026-02-02T00:00:00.000Z';
const id = '018f2a00-0000-7000-8000-000000000001';

// Few values for everything, so that patches often meet what they patch.
const locale = fc.constantFrom('de', 'en', 'es-419', 'fr');
const title = fc.option(fc.constantFrom('A', 'B b', '日本'));
const slug = fc.constantFrom('a', 'b-b', 'c');
const excerpt = fc.option(fc.constantFrom('', 'x'));
const bodyText = fc.option(fc.constantFrom('', 'x', 'y'));
const format = fc.constantFrom('markdown', 'html');
const metadata = fc.constantFrom({}, { a: 1, b: [2] }, { b: [2], a: 1 }, { a: { b: null } });
const author = fc.option(fc.constantFrom(id, id.replace(/1$/, '2')));
const position = fc.constantFrom(0, 1, 2);

const node = fc
  .record({
    kind: fc.constant('post'),
    metadata,
    position,
    translations: fc.uniqueArray(fc.record({ locale, title, slug, excerpt }), {
      selector: (entry) => entry.locale,
      minLength: 1,
    }),
    bodies: fc.uniqueArray(fc.record({ locale, body: bodyText, format }), { selector: (entry) => entry.locale }),
  })
  .map((input): NodeResponse => {
    const parsed: ParsedCreateInput = createNodeSchema.parse(input);
    return newNode(parsed, { id, tenantId: id, authorId: id, now: '2026-01-01T00:00:00.000Z' });
  });

const some = { requiredKeys: [] };
const patch = fc
  .record(
    {
      metadata,
      position,
      authorId: author,
      translations: fc.dictionary(locale, fc.option(fc.record({ title, slug, excerpt }, some), { freq: 3 })),
      bodies: fc.dictionary(locale, fc.option(fc.record({ body: bodyText, format }, some), { freq: 3 })),
    },
    some,
  )
  .map((input) => input as UpdateNodeInput);

const parse = (input: UpdateNodeInput): ParsedUpdateInput => updateNodeSchema.parse(input);

type Patches = Readonly<Record<string, object | null>> | undefined;

/** The specification in plain words: locale by locale, without any notion of a change. */
function expected<T extends { locale: string }>(
  current: readonly T[],
  patches: Patches,
  fresh: (entry: object) => Omit<T, 'locale'>,
): T[] {
  const locales = new Set([...current.map(({ locale }) => locale), ...Object.keys(patches ?? {})]);
  return [...locales].sort().flatMap((locale) => {
    const before = current.find((entry) => entry.locale === locale);
    const entry = patches?.[locale];
    if (entry === undefined) return before ?? [];
    if (entry === null) return [];
    return { ...(before ?? fresh(entry)), ...entry, locale } as T;
  });
}

const freshTranslation = (entry: { title?: string | null }): Omit<NodeTranslation, 'locale'> => ({
  title: null,
  slug: slugOfTitle(entry.title ?? '') ?? '',
  excerpt: null,
});
const freshBody = () => ({ body: null, format: 'markdown' as const });
const withoutTime = ({ locale, body, format }: NodeBody) => ({ locale, body, format });

function outcome(current: NodeResponse, input: UpdateNodeInput) {
  const translations = expected(current.translations, input.translations, freshTranslation);
  const bodies = expected(current.bodies.map(withoutTime), input.bodies, freshBody);
  const refused = translations.length === 0 || translations.some(({ slug }) => slug === '');
  return { refused, translations, bodies, columns: { ...current, ...input } };
}

/** Runs a check on every pair that the specification lets pass. */
function forEveryUpdate(check: (current: NodeResponse, input: UpdateNodeInput) => void) {
  fc.assert(
    fc.property(node, patch, (current, input) => {
      fc.pre(!outcome(current, input).refused);
      check(current, input);
    }),
    { numRuns: 1500 },
  );
}

describe('planUpdate', () => {
  it('leads to the node that the patch describes, locale by locale', () => {
    forEveryUpdate((current, input) => {
      const next = planUpdate(current, parse(input), NOW)?.next ?? current;
      const { translations, bodies, columns } = outcome(current, input);
      expect(next.translations).toEqual(translations);
      expect(next.bodies.map(withoutTime)).toEqual(bodies);
      expect({ position: next.position, metadata: next.metadata, authorId: next.authorId }).toEqual({
        position: columns.position,
        metadata: columns.metadata,
        authorId: columns.authorId,
      });
    });
  });

  it('is nothing exactly when the node stays as it is', () => {
    forEveryUpdate((current, input) => {
      const { translations, bodies, columns } = outcome(current, input);
      const target = { ...columns, translations, bodies };
      const stays = isDeepStrictEqual(target, { ...current, bodies: current.bodies.map(withoutTime) });
      expect(planUpdate(current, parse(input), NOW) === undefined).toBe(stays);
    });
  });

  it('changes nothing when it is made again on its own result', () => {
    forEveryUpdate((current, input) => {
      const next = planUpdate(current, parse(input), NOW)?.next ?? current;
      expect(planUpdate(next, parse(input), '2026-03-03T00:00:00.000Z')).toBeUndefined();
    });
  });

  it('names every locale that differs, and no other, sorted', () => {
    forEveryUpdate((current, input) => {
      const plan = planUpdate(current, parse(input), NOW);
      const differing = <T extends { locale: string }>(before: readonly T[], after: readonly T[]) =>
        [...new Set([...before, ...after].map(({ locale }) => locale))].sort().filter(
          (name) =>
            !isDeepStrictEqual(
              before.find((e) => e.locale === name),
              after.find((e) => e.locale === name),
            ),
        );
      if (plan === undefined) return;
      expect(plan.translations.map(({ locale }) => locale)).toEqual(
        differing(current.translations, plan.next.translations),
      );
      expect(plan.bodies.map(({ locale }) => locale)).toEqual(differing(current.bodies, plan.next.bodies));
      expect(eventsOfUpdate(plan).map(({ type }) => type)).toEqual([
        'NodeUpdated',
        ...plan.translations.map(() => 'NodeTranslationUpdated'),
        ...plan.bodies.map(() => 'BodyUpdated'),
      ]);
    });
  });

  it('adds one to the version, and moves the time of the node and of its changed bodies alone', () => {
    forEveryUpdate((current, input) => {
      const plan = planUpdate(current, parse(input), NOW);
      if (plan === undefined) return;
      expect(plan.next.version).toBe(current.version + 1);
      expect(plan.next.updatedAt).toBe(NOW);
      const changed = new Set(plan.bodies.map(({ locale }) => locale));
      for (const { locale, updatedAt } of plan.next.bodies) expect(updatedAt === NOW).toBe(changed.has(locale));
    });
  });

  it('is refused exactly when no translation, or one without a slug, would be left', () => {
    fc.assert(
      fc.property(node, patch, (current, input) => {
        const { refused } = outcome(current, input);
        if (refused) expect(() => planUpdate(current, parse(input), NOW)).toThrow(/translations/);
        else expect(() => planUpdate(current, parse(input), NOW)).not.toThrow();
      }),
      { numRuns: 1500 },
    );
  });

  it('leaves the node that it was given untouched', () => {
    forEveryUpdate((current, input) => {
      const copy = structuredClone(current);
      planUpdate(current, parse(input), NOW);
      expect(current).toEqual(copy);
    });
  });
});
