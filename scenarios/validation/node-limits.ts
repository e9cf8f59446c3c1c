import {
  type FieldLimits,
  type Path,
  id,
  letters,
  locale,
  oneOf,
  orNull,
  settings,
  text,
  wholeNumber,
} from './field-limits.ts';

/** Rows that the fields can name. */
export interface Names {
  readonly nodeId: string;
  readonly userId: string;
}

const anyId = { 'any uuid': '0190b6f4-1c00-7a01-8000-5a3c8e7f1b01' };

/** The fields that a node can be created and changed with. */
function common({ userId }: Names): readonly FieldLimits[] {
  return [
    orNull(id(['authorId'], { "a user's id": userId })),
    orNull(id(['categoryId'], anyId)),
    wholeNumber(['position'], 100_000),
    wholeNumber(['depth'], 100),
    wholeNumber(['replyCount'], 2_147_483_647),
    settings(['metadata']),
  ];
}

const wrongSlugs = ['A', 'a--b', '-a', 'a-', 'a b', 'a_b', 'ä', 'a/b', '', ' a'];

/** Slugs of one letter, so that those of another letter are still free. */
function slug(path: Path, letter: string): FieldLimits {
  return {
    path,
    holdsText: true,
    accepts: {
      'one letter': letter,
      'words and digits': `${letter}-1-b2`,
      'a slug one below its limit': letters(254, letter),
      'a slug at its limit': letters(255, letter),
    },
    refuses: {
      'a slug one above its limit': letters(256),
      ...Object.fromEntries(wrongSlugs.map((wrong) => [`"${wrong}"`, wrong])),
      'a number': 5,
    },
  };
}

const title = (path: Path) => orNull(text(path, 1, 255));
const excerpt = (path: Path) => orNull(text(path, 0, 1_000));
const body = (path: Path) => orNull(text(path, 0, 1_000_000));
const format = (path: Path) => oneOf(path, ['markdown', 'html', 'plain', 'json']);

/** What `POST /api/content/nodes` takes. */
export function newNodeLimits(names: Names): readonly FieldLimits[] {
  return [
    {
      ...oneOf(['kind'], ['post', 'page', 'comment', 'article', 'custom']),
      refuses: { ...oneOf(['kind'], ['post']).refuses, nothing: undefined, null: null },
    },
    oneOf(['status'], ['draft', 'published'], ['archived', 'deleted']),
    orNull(id(['parentId'], { "a node's id": names.nodeId })),
    ...common(names),
    {
      path: ['translations'],
      refuses: {
        'an empty list': [],
        nothing: undefined,
        'an object': { en: { slug: 'x' } },
        'a text': 'a',
        'the same locale twice': [
          { locale: 'en', slug: 'x' },
          { locale: 'en', slug: 'y' },
        ],
      },
    },
    {
      path: ['translations', 0],
      names: ['translations', 0, 'slug'],
      refuses: {
        'neither slug nor title': { locale: 'en' },
        'a title that no slug can be made of': { locale: 'en', title: '!?' },
      },
    },
    locale(['translations', 0, 'locale']),
    title(['translations', 0, 'title']),
    slug(['translations', 0, 'slug'], 'a'),
    excerpt(['translations', 0, 'excerpt']),
    {
      path: ['bodies'],
      accepts: { 'an empty list': [] },
      refuses: { 'an object': {}, 'a text': 'a', 'the same locale twice': [{ locale: 'en' }, { locale: 'en' }] },
    },
    locale(['bodies', 0, 'locale']),
    body(['bodies', 0, 'body']),
    format(['bodies', 0, 'format']),
  ];
}

/** What `PATCH /api/content/nodes/:id` takes: translations and bodies by their locale. */
export function nodeChangeLimits(names: Names): readonly FieldLimits[] {
  return [
    ...common(names),
    {
      path: ['translations'],
      refuses: {
        'a list': [],
        'a text': 'a',
        'a locale that is none': { EN: { slug: 'x' } },
        'the removal of the last one': { en: null },
        'a new locale without a slug': { de: {} },
      },
    },
    title(['translations', 'en', 'title']),
    slug(['translations', 'en', 'slug'], 'b'),
    excerpt(['translations', 'en', 'excerpt']),
    { path: ['bodies'], refuses: { 'a list': [], 'a text': 'a', 'a locale that is none': { EN: { body: 'x' } } } },
    body(['bodies', 'en', 'body']),
    format(['bodies', 'en', 'format']),
  ];
}
