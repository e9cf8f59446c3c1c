import { z } from 'zod';
import { nodeKinds } from '../access/index.ts';
import { limits } from './limits.ts';
import { text } from './text.ts';

export const nodeStatuses = ['draft', 'published', 'archived'] as const;
/** Where a node stands between being written and being put away. */
export type NodeStatus = (typeof nodeStatuses)[number];

export const bodyFormats = ['markdown', 'html', 'plain', 'json'] as const;
export type BodyFormat = (typeof bodyFormats)[number];

export const kindSchema = z.enum(nodeKinds, `must be one of ${nodeKinds.join(', ')}`);
export const statusSchema = z.enum(nodeStatuses, `must be one of ${nodeStatuses.join(', ')}`);
export const formatSchema = z.enum(bodyFormats, `must be one of ${bodyFormats.join(', ')}`);

/** Any UUID but the nil one, in lower case as PostgreSQL returns it. Version bits are not judged, as in events. */
export const idSchema = z
  .guid('must be a UUID')
  .toLowerCase()
  .refine((id) => id !== '00000000-0000-0000-0000-000000000000', 'must not be the nil UUID');

/** `en`, `en-GB` or `es-419`. */
export const localeSchema = z.string().regex(/^[a-z]{2}(?:-(?:[A-Z]{2}|\d{3}))?$/, 'must be like en, en-GB or es-419');

export const titleSchema = text(limits.title).min(1, 'must not be empty');
export const excerptSchema = text(limits.excerpt);
export const bodyTextSchema = text(limits.body);

/** A whole number from `least` to `most`. */
export function count(most: number, least = 0) {
  return z
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
    .overwrite((value) => (value === 0 ? 0 : value));
}
