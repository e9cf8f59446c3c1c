import type { JsonValue } from '../contract/index.ts';

/** Where a field is: `['translations', 0, 'title']`. */
export type Path = readonly (string | number)[];

/** A value to give; `undefined` leaves the field out. */
export type Given = JsonValue | undefined;

/** A field with values at and below its limits, and values beyond them, each by what it is. */
export interface FieldLimits {
  readonly path: Path;
  readonly accepts?: Readonly<Record<string, Given>>;
  readonly refuses: Readonly<Record<string, Given>>;
  /** The field that a refusal names, where it is another one. */
  readonly names?: Path;
  /** The value that an accepted one is returned as; itself, when left out. */
  readonly returns?: (given: Given) => Given;
  /** Whether every string within the limits is a value: it is then tried with text that no database holds. */
  readonly holdsText?: true;
}

/** So many letters; another letter for values that must differ. */
export const letters = (count: number, letter = 'a'): string => letter.repeat(count);

/** So many characters that take two units of UTF-16 each. */
export const astral = (count: number): string => '\u{1F600}'.repeat(count);

/** An object of so many levels. */
function nested(levels: number): JsonValue {
  return levels <= 1 ? {} : { level: nested(levels - 1) };
}

const notAnId = {
  'no uuid': 'x',
  'a uuid that ends early': '0190b6f4-1c00-7a01-8000-5a3c8e7f1b0',
  'a uuid that goes on': '0190b6f4-1c00-7a01-8000-5a3c8e7f1b010',
  'the nil uuid': '00000000-0000-0000-0000-000000000000',
  'a number': 5,
  'an empty text': '',
};

/** A field that holds an id, with ids that stand for something. */
export function id(path: Path, accepts: Readonly<Record<string, Given>>): FieldLimits {
  return { path, accepts, refuses: notAnId };
}

/** The same field where it may also be empty. */
export function orNull(field: FieldLimits): FieldLimits {
  return { ...field, accepts: { ...field.accepts, null: null } };
}

/** A whole number from 0 to a limit. */
export function wholeNumber(path: Path, most: number): FieldLimits {
  return {
    path,
    accepts: { '0': 0, '1': 1, 'one below its limit': most - 1, 'its limit': most },
    refuses: {
      'one above its limit': most + 1,
      '-1': -1,
      'a fraction': 0.5,
      'a huge number': 1e300,
      'a number as text': '1',
      'a boolean': true,
      'a list': [1],
    },
  };
}

/** One of a few words. */
export function oneOf(path: Path, words: readonly string[], others: readonly string[] = []): FieldLimits {
  return {
    path,
    accepts: Object.fromEntries(words.map((word) => [word, word])),
    refuses: {
      ...Object.fromEntries(others.map((word) => [word, word])),
      'an unknown word': 'nonsense',
      'a word in capitals': words[0]?.toUpperCase(),
      'an empty text': '',
      'a number': 1,
      'a list': [words[0] ?? ''],
    },
  };
}

/** Text of so many characters; they are counted as the database counts them. */
export function text(path: Path, least: number, most: number): FieldLimits {
  return {
    path,
    holdsText: true,
    accepts: {
      'the shortest text': letters(least),
      'a text one below its limit': letters(most - 1),
      'a text at its limit': letters(most),
      'a text of characters beyond the first plane at its limit': astral(most),
    },
    refuses: {
      'a text one above its limit': letters(most + 1),
      'a text of characters beyond the first plane one above its limit': astral(most + 1),
      ...(least > 0 ? { 'an empty text': '' } : {}),
      'a number': 5,
      'a list': ['a'],
      'an object': { a: 'a' },
    },
  };
}

const wrongLocales = [
  'e',
  'eng',
  'EN',
  'en-gb',
  'en_GB',
  'en-GBR',
  'en-41',
  'en-4199',
  'en-',
  '-GB',
  ' en',
  'en-GB-x',
  '',
];

/** `ll`, `ll-RR` or `ll-ddd`. */
export function locale(path: Path): FieldLimits {
  return {
    path,
    holdsText: true,
    accepts: { 'a language': 'en', 'a language and a region': 'en-GB', 'a language and an area': 'es-419' },
    refuses: { ...Object.fromEntries(wrongLocales.map((wrong) => [`"${wrong}"`, wrong])), 'a number': 5 },
  };
}

/** An object of at most five levels. */
export function settings(path: Path): FieldLimits {
  return {
    path,
    accepts: { 'an empty object': {}, 'five levels': nested(5), 'every kind of value': everyKindOfValue },
    refuses: { 'six levels': nested(6), 'a list': [], 'a text': 'a', 'a number': 1, 'a boolean': false },
  };
}

const everyKindOfValue = {
  text: 'ä \u{1F600}',
  number: -1.5,
  yes: true,
  none: null,
  list: [1, 'two', { three: 3 }],
  '': '',
};
