import { type FieldLimits, astral, letters, locale, oneOf, settings, text } from './field-limits.ts';

const roles = ['customer', 'manager', 'admin', 'super_admin'];
const statuses = ['active', 'inactive', 'banned'];
const wrongSlugs = ['A', '-a', 'a_b', 'a b', 'a.b', 'ä', ''];
const wrongHosts = ['', '.', '.a', 'a.', 'a..b', 'a b', '-a.b', 'a-.b', 'a_b.c', 'http://a.b', 'a.b:80', 'ä.b'];
const wrongAddresses = ['', 'a', '@b', 'a@', 'a@b@c', 'a b@c', 'a@b c'];

const quoted = (values: readonly string[]) => Object.fromEntries(values.map((value) => [`"${value}"`, value]));

/** Labels of at most 63, as many characters in all. */
function host(characters: number, letter: string): string {
  const label = `${letters(63, letter)}.`;
  return `${label.repeat(4)}${letter}`.slice(-characters);
}

/** A tenant's fields; names of one letter, so that those of another letter are still free. */
const tenantLimits = (letter: string): readonly FieldLimits[] => [
  {
    ...text(['name'], 1, 255),
    refuses: { ...text(['name'], 1, 255).refuses, blanks: '  ' },
  },
  {
    path: ['slug'],
    holdsText: true,
    accepts: {
      'one letter': letter,
      'a digit, and a hyphen at the end': `0${letter}-`,
      'a slug one below its limit': letters(62, letter),
      'a slug at its limit': letters(63, letter),
    },
    refuses: {
      'a slug one above its limit': letters(64),
      // It could never be resolved: as an identifier it names an id.
      'a uuid': '0190b6f4-1c00-7a01-8000-5a3c8e7f1b01',
      ...quoted(wrongSlugs),
      'a number': 5,
    },
  },
  {
    path: ['domain'],
    holdsText: true,
    accepts: {
      none: null,
      'one label': letter,
      'a label at its limit': `${letters(63, letter)}.b`,
      'a host one below its limit': host(252, letter),
      'a host at its limit': host(253, letter),
    },
    refuses: {
      'a label one above its limit': `${letters(64)}.b`,
      'a host one above its limit': host(254, letter),
      ...quoted(wrongHosts),
      'a number': 5,
    },
  },
  settings(['settings']),
  locale(['defaultLocale']),
  {
    path: ['isActive'],
    accepts: { yes: true, no: false },
    refuses: { 'a text': 'true', 'a number': 1, 'a list': [] },
  },
];

const domainPart = '@example.com';

/** A user's fields; addresses of one letter. */
const userLimits = (letter: string): readonly FieldLimits[] => [
  {
    path: ['email'],
    holdsText: true,
    accepts: {
      'the shortest address': `${letter}@b`,
      'an address one below its limit': `${letters(254 - domainPart.length, letter)}${domainPart}`,
      'an address at its limit': `${letters(255 - domainPart.length, letter)}${domainPart}`,
      'an address of characters beyond the first plane at its limit': `${letter}${astral(254 - domainPart.length)}${domainPart}`,
    },
    refuses: {
      'an address one above its limit': `${letters(256 - domainPart.length)}${domainPart}`,
      'an address above its limit in lower case only': `${letters(200, '\u0130')}${domainPart}`,
      ...quoted(wrongAddresses),
      'a number': 5,
    },
  },
  oneOf(['role'], roles, ['root']),
  oneOf(['status'], statuses),
];

/** The same for a new row, some of whose fields must be there. */
function required(limits: readonly FieldLimits[], names: readonly string[]): readonly FieldLimits[] {
  return limits.map((field) =>
    names.includes(String(field.path[0]))
      ? { ...field, refuses: { ...field.refuses, nothing: undefined, null: null } }
      : field,
  );
}

export const tenantChangeLimits = tenantLimits('a');
export const newTenantLimits = required(tenantLimits('b'), ['name', 'slug']);
export const userChangeLimits = userLimits('a');
export const newUserLimits = required(userLimits('b'), ['email']);
