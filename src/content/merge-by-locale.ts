import { isDeepStrictEqual } from 'node:util';

/** What became of one locale's entry; one without `before` was added, one without `after` removed. */
export interface LocaleChange<T> {
  readonly locale: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

export interface Merged<T> {
  readonly entries: readonly T[];
  readonly changes: readonly LocaleChange<T>[];
}

/**
 * Merges patches into entries by locale: `null` removes, anything else goes through `apply`.
 * Entries and changes come sorted by locale; an entry that stays equal is no change.
 */
export function mergeByLocale<T extends { readonly locale: string }, Patch>(
  current: readonly T[],
  patches: ReadonlyMap<string, Patch | null>,
  apply: (locale: string, patch: Patch, before: T | undefined) => T,
): Merged<T> {
  const entries = new Map(current.map((entry) => [entry.locale, entry]));
  const changes: LocaleChange<T>[] = [];
  for (const [locale, patch] of patches) {
    const before = entries.get(locale);
    const after = patch === null ? undefined : apply(locale, patch, before);
    if (isDeepStrictEqual(before, after)) continue;
    changes.push({ locale, before, after });
    if (after === undefined) entries.delete(locale);
    else entries.set(locale, after);
  }
  return { entries: byLocale([...entries.values()]), changes: byLocale(changes) };
}

/** Sorted by locale in code-unit order: the order of every write too, so that two operations never wait for each other crosswise. */
export function byLocale<T extends { readonly locale: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (a.locale < b.locale ? -1 : Number(a.locale > b.locale)));
}
