import { describe, expect, it } from 'vitest';
import type { ValidationError } from '../errors/index.ts';
import { createNodeSchema } from './create-input.ts';
import { parseInput } from '../input/index.ts';

const valid = { kind: 'post', translations: [{ locale: 'en', title: 'Hello World' }] };

function fieldsOf(input: unknown): Record<string, string> {
  try {
    parseInput(createNodeSchema, 'node', input);
    return {};
  } catch (error) {
    return Object.fromEntries((error as ValidationError).fields.map(({ path, message }) => [path, message]));
  }
}

function pathsOf(input: unknown): string[] {
  return Object.keys(fieldsOf(input));
}

const withMetadata = (metadata: unknown) => ({ ...valid, metadata });
const withTranslation = (fields: object) => ({ ...valid, translations: [{ locale: 'en', title: 'T', ...fields }] });
const withBody = (fields: object) => ({ ...valid, bodies: [{ locale: 'en', ...fields }] });

describe('a valid input', () => {
  it('is completed with defaults', () => {
    expect(parseInput(createNodeSchema, 'node', valid)).toEqual({
      kind: 'post',
      status: 'draft',
      parentId: null,
      categoryId: null,
      position: 0,
      depth: 0,
      replyCount: 0,
      metadata: {},
      translations: [{ locale: 'en', title: 'Hello World' }],
      bodies: [],
    });
  });

  it.each(['post', 'page', 'comment', 'article', 'custom'])('may be a %s', (kind) => {
    expect(pathsOf({ ...valid, kind })).toEqual([]);
  });

  it.each(['en', 'de', 'en-GB', 'es-419'])('may have the locale %s', (locale) => {
    expect(pathsOf({ ...valid, translations: [{ locale, title: 'T' }] })).toEqual([]);
  });

  it('has its ids in lower case', () => {
    const parentId = '018F2A00-0000-7000-8000-00000000000A';
    expect(parseInput(createNodeSchema, 'node', { ...valid, parentId }).parentId).toBe(parentId.toLowerCase());
  });

  it('does not follow a caller that changes its metadata afterwards', () => {
    const metadata = { tags: ['a'] };
    const parsed = parseInput(createNodeSchema, 'node', withMetadata(metadata));
    metadata.tags.push('b');
    expect(parsed.metadata).toEqual({ tags: ['a'] });
  });

  it('keeps metadata without a prototype, and turns −0 into 0', () => {
    const metadata: unknown = Object.assign(Object.create(null) as object, { zero: -0, nested: [null, true, 'x'] });
    const parsed = parseInput(createNodeSchema, 'node', { ...valid, metadata, position: -0 });
    expect(parsed.metadata).toEqual({ zero: 0, nested: [null, true, 'x'] });
    expect(parsed.position).toBe(0);
  });
});

describe('limits', () => {
  const star = '\u{1F31F}';
  it.each([
    ['title', (n: number) => withTranslation({ title: star.repeat(n), slug: 's' }), 255, 'translations[0].title'],
    ['excerpt', (n: number) => withTranslation({ excerpt: star.repeat(n) }), 1000, 'translations[0].excerpt'],
    ['body', (n: number) => withBody({ body: star.repeat(n) }), 1_000_000, 'bodies[0].body'],
    ['slug', (n: number) => withTranslation({ slug: 'a'.repeat(n) }), 255, 'translations[0].slug'],
    ['position', (n: number) => ({ ...valid, position: n }), 100_000, 'position'],
    ['depth', (n: number) => ({ ...valid, depth: n }), 100, 'depth'],
    ['replyCount', (n: number) => ({ ...valid, replyCount: n }), 2_147_483_647, 'replyCount'],
  ])('%s is accepted at its limit and refused above it', (_, input, limit, path) => {
    expect(pathsOf(input(limit))).toEqual([]);
    expect(pathsOf(input(limit + 1))).toEqual([path]);
  });

  it('refuses a body of more than twice the limit without counting it', () => {
    expect(pathsOf(withBody({ body: 'x'.repeat(2_000_001) }))).toEqual(['bodies[0].body']);
  });

  it.each([
    ['position', -1],
    ['depth', 1.5],
    ['replyCount', Number.NaN],
    ['position', '1'],
    ['depth', null],
  ])('%s refuses %s', (field, value) => {
    expect(pathsOf({ ...valid, [field]: value })).toEqual([field]);
  });

  it('refuses an empty title', () => {
    expect(pathsOf(withTranslation({ title: '', slug: 's' }))).toEqual(['translations[0].title']);
  });
});

describe('refused fields', () => {
  it.each([
    ['kind', { ...valid, kind: 'news' }],
    ['status', { ...valid, status: 'archived' }],
    ['parentId', { ...valid, parentId: 'x' }],
    ['authorId', { ...valid, authorId: '00000000-0000-0000-0000-000000000000' }],
    ['categoryId', { ...valid, categoryId: 7 }],
    ['translations', { kind: 'post' }],
    ['translations', { ...valid, translations: [] }],
    ['translations', { ...valid, translations: 'en' }],
    ['translations[0]', { ...valid, translations: [null] }],
    ['translations[1].locale', { ...valid, translations: [valid.translations[0], valid.translations[0]] }],
    ['bodies[1].locale', { ...valid, bodies: [{ locale: 'en' }, { locale: 'en' }] }],
    ['bodies[0].format', withBody({ format: 'latex' })],
    ['colour', { ...valid, colour: 'red' }],
    ['__proto__', JSON.parse(JSON.stringify(valid).replace('{', '{"__proto__":{},'))],
    [
      'translations[0].__proto__',
      JSON.parse('{"kind":"post","translations":[{"locale":"en","title":"T","__proto__":1}]}'),
    ],
    ['', null],
    ['', []],
  ])('%s', (path, input) => {
    expect(pathsOf(input)).toEqual([path]);
  });

  it.each(['EN', 'eng', 'en_GB', 'en-gb', 'en-GBR', 'es-41', 'e', '', 'en-GB\n'])('locale %j', (locale) => {
    expect(pathsOf({ ...valid, translations: [{ locale, title: 'T' }] })).toEqual(['translations[0].locale']);
  });

  it.each(['A', 'a b', '-a', 'a-', 'a--b', 'ä', '', 'a\n'])('slug %j', (slug) => {
    expect(pathsOf(withTranslation({ slug }))).toEqual(['translations[0].slug']);
  });

  it('are all reported at once, with every reason at its path', () => {
    const input = {
      kind: 'news',
      status: 'archived',
      position: -1,
      metadata: { a: '\0' },
      translations: [{ locale: 7 }, { locale: 'xx', slug: 'B' }, { locale: 'xx', title: '\uD800', slug: 'b' }],
      bodies: [{ locale: 'en', body: 1, format: 'x' }],
    };
    expect(pathsOf(input).sort()).toEqual(
      [
        'kind',
        'status',
        'position',
        'metadata.a',
        'translations[0].locale',
        'translations[0].slug',
        'translations[1].slug',
        'translations[2].locale',
        'translations[2].title',
        'bodies[0].body',
        'bodies[0].format',
      ].sort(),
    );
  });
});

describe('text that PostgreSQL refuses or alters', () => {
  it.each(['a\0b', '\uD800', 'x\uDC00y'])('%j is refused in every text', (hostile) => {
    const input = {
      kind: 'post',
      translations: [{ locale: 'en', title: hostile, slug: 's', excerpt: hostile }],
      bodies: [{ locale: 'en', body: hostile }],
      metadata: { value: [{ deep: hostile }], [`k${hostile}`]: 1 },
    };
    expect(pathsOf(input).sort()).toEqual(
      [
        'translations[0].title',
        'translations[0].excerpt',
        'bodies[0].body',
        'metadata.value[0].deep',
        `metadata[${JSON.stringify(`k${hostile}`)}]`,
      ].sort(),
    );
  });
});

describe('metadata', () => {
  const nested = (levels: number): unknown => (levels === 1 ? {} : { a: nested(levels - 1) });

  it('may nest five levels deep, and no deeper', () => {
    expect(pathsOf(withMetadata(nested(5)))).toEqual([]);
    expect(pathsOf(withMetadata(nested(6)))).toEqual(['metadata.a.a.a.a.a']);
  });

  it('counts lists as levels', () => {
    expect(pathsOf(withMetadata({ a: [[[[]]]] }))).toEqual([]);
    expect(pathsOf(withMetadata({ a: [[[[[]]]]] }))).toEqual(['metadata.a[0][0][0][0]']);
  });

  it('may refer to itself without hanging the check', () => {
    const metadata: Record<string, unknown> = {};
    metadata['self'] = metadata;
    expect(pathsOf(withMetadata(metadata))).toEqual(['metadata.self.self.self.self.self']);
  });

  it('refuses a __proto__ key at any level', () => {
    expect(pathsOf(withMetadata(JSON.parse('{"__proto__":{"a":1},"b":[{"__proto__":1}]}')))).toEqual([
      'metadata.__proto__',
      'metadata.b[0].__proto__',
    ]);
  });

  it.each([null, [], 'text', 7, new Date(0), new Map()])('refuses %s instead of an object', (metadata) => {
    expect(pathsOf(withMetadata(metadata))).toEqual(['metadata']);
  });

  it.each([undefined, 1n, Number.NaN, Number.POSITIVE_INFINITY, new Date(0), () => 1, Symbol('s')])(
    'refuses a value that is not JSON: %s',
    (value) => {
      expect(pathsOf(withMetadata({ value }))).toEqual(['metadata.value']);
    },
  );
});

describe('the slug', () => {
  it.each([
    ['no title', {}],
    ['null for both', { title: null, slug: null }],
    ['a title that slugifying leaves nothing of', { title: '日本語' }],
  ])('must be given with %s', (_, fields) => {
    expect(pathsOf({ ...valid, translations: [{ locale: 'en', ...fields }] })).toEqual(['translations[0].slug']);
  });

  it('is not asked for when the title is refused already', () => {
    expect(pathsOf({ ...valid, translations: [{ locale: 'en', title: 7 }] })).toEqual(['translations[0].title']);
    expect(pathsOf({ ...valid, translations: [{ locale: 'en', title: 'x'.repeat(600) }] })).toEqual([
      'translations[0].title',
    ]);
  });
});
