import slugify from '@sindresorhus/slugify';
import { z } from 'zod';
import { limits } from './limits.ts';

export const slugSchema = z
  .string()
  .max(limits.slug, `must have at most ${limits.slug} characters`)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case letters and digits in groups joined by single hyphens');

/** The slug that a title gives, cut to the limit, or undefined when slugifying leaves nothing. */
export function slugOfTitle(title: string): string | undefined {
  const slug = slugify(title).slice(0, limits.slug).replace(/-+$/, '');
  return slug === '' ? undefined : slug;
}
