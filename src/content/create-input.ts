import { z } from 'zod';
import {
  bodyTextSchema,
  count,
  excerptSchema,
  formatSchema,
  idSchema,
  kindSchema,
  localeSchema,
  titleSchema,
} from './field-schemas.ts';
import { limits } from './limits.ts';
import { metadataSchema } from './metadata.ts';
import { slugOfTitle, slugSchema } from './slug.ts';
import { uniqueLocales } from './unique-locales.ts';

const translationSchema = z
  .strictObject({
    locale: localeSchema,
    title: titleSchema.nullish(),
    slug: slugSchema.nullish(),
    excerpt: excerptSchema.nullish(),
  })
  .superRefine(
    ({ slug, title }, context) => {
      if ((slug ?? undefined) !== undefined || hasSlug(title)) return;
      context.addIssue({ code: 'custom', path: ['slug'], message: 'must be given, since the title gives no slug' });
    },
    { when: ({ value }) => typeof value === 'object' && value !== null },
  );

/** A title that is refused for its own sake is not refused again for its slug. */
function hasSlug(title: unknown): boolean {
  if (typeof title !== 'string') return title !== undefined && title !== null;
  return title.length > 2 * limits.title || slugOfTitle(title) !== undefined;
}

const bodySchema = z.strictObject({
  locale: localeSchema,
  body: bodyTextSchema.nullish(),
  format: formatSchema.optional(),
});

/** Everything that a new node is made of; see `CreateNodeInput`. */
export const createNodeSchema = z.strictObject({
  kind: kindSchema,
  status: z.enum(['draft', 'published'], 'must be draft or published: nothing is created archived').default('draft'),
  parentId: idSchema.nullish().transform((id) => id ?? null),
  authorId: idSchema.nullish(),
  categoryId: idSchema.nullish().transform((id) => id ?? null),
  position: count(limits.position).default(0),
  depth: count(limits.depth).default(0),
  replyCount: count(limits.replyCount).default(0),
  metadata: metadataSchema.default({}),
  translations: uniqueLocales(z.array(translationSchema).min(1, 'must hold at least one translation')),
  bodies: uniqueLocales(z.array(bodySchema)).default([]),
});

/** A new node as callers give it: `authorId` left out means the caller, `null` nobody. */
export type CreateNodeInput = z.input<typeof createNodeSchema>;
export type ParsedCreateInput = z.output<typeof createNodeSchema>;
