import { z } from 'zod';

/** `en`, `en-GB` or `es-419`. */
export const localeSchema = z.string().regex(/^[a-z]{2}(?:-(?:[A-Z]{2}|\d{3}))?$/, 'must be like en, en-GB or es-419');

/** A whole number from `least` to `most`. */
export function count(most: number, least = 0) {
  return z
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
    .overwrite((value) => (value === 0 ? 0 : value));
}
