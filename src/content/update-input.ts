import { z } from 'zod';
import {
  bodyTextSchema,
  count,
  excerptSchema,
  formatSchema,
  idSchema,
  localeSchema,
  titleSchema,
} from './field-schemas.ts';
import { limits } from './limits.ts';
import { metadataSchema } from './metadata.ts';
import { slugSchema } from './slug.ts';

const translationPatchSchema = z.strictObject({
  title: titleSchema.nullable().optional(),
  slug: slugSchema.optional(),
  excerpt: excerptSchema.nullable().optional(),
});

const bodyPatchSchema = z.strictObject({
  body: bodyTextSchema.nullable().optional(),
  format: formatSchema.optional(),
});

/** What changes in a node; see `UpdateNodeInput`. */
export const updateNodeSchema = z.strictObject({
  authorId: idSchema.nullable().optional(),
  categoryId: idSchema.nullable().optional(),
  position: count(limits.position).optional(),
  depth: count(limits.depth).optional(),
  replyCount: count(limits.replyCount).optional(),
  metadata: metadataSchema.optional(),
  translations: z.record(localeSchema, translationPatchSchema.nullable()).default({}),
  bodies: z.record(localeSchema, bodyPatchSchema.nullable()).default({}),
});

/**
 * A change of a node: what is left out stays as it is. Translations and bodies are keyed by locale
 * (`{ de: { title: 'Neu' }, fr: null }`): an entry changes or adds that locale's, `null` removes it. Metadata is replaced as a whole.
 * Kind and parent never change, the status by its own operations.
 */
export type UpdateNodeInput = z.input<typeof updateNodeSchema>;
export type ParsedUpdateInput = z.output<typeof updateNodeSchema>;
export type TranslationPatch = z.output<typeof translationPatchSchema>;
export type BodyPatch = z.output<typeof bodyPatchSchema>;
