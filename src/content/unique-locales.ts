import type { z } from 'zod';

/** Reports every locale of the list that stands in it before; also when entries have failures of their own. */
export function uniqueLocales<T extends z.ZodType<readonly { locale: string }[]>>(schema: T): T {
  return schema.superRefine(
    (entries, context) => {
      const seen = new Set<unknown>();
      for (const [index, entry] of (entries as readonly unknown[]).entries()) {
        const locale = localeOf(entry);
        if (locale === undefined) continue;
        if (seen.has(locale)) context.addIssue({ code: 'custom', path: [index, 'locale'], message: 'is given twice' });
        seen.add(locale);
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );
}

function localeOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'locale' in entry ? entry.locale : undefined;
}
