import { z } from 'zod';
import { uuid } from '../events/index.ts';

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

/** The fields that choose a page: `page` counts from 1, `pageSize` is at most 100 and 20 when left out. */
export const pageFields = {
  page: count(1_000_000, 1).default(1),
  pageSize: count(100, 1).default(20),
};

/** The id of one row, as parsed from a caller. */
export const idFields = { id: uuid };
