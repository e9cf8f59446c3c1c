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

/** A map, since a record would drop the key `__proto__` in silence instead of refusing it. */
function keyedByLocale<T extends z.ZodType>(entry: T) {
  const entries = z.map(localeSchema, entry.nullable(), 'must be an object keyed by locale');
  return z.preprocess(entriesOf, entries).default(() => new Map());
}

function entriesOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : value;
}

/** What changes in a node; see `UpdateNodeInput`. */
export const updateNodeSchema = z.strictObject({
  authorId: idSchema.nullable().optional(),
  categoryId: idSchema.nullable().optional(),
  position: count(limits.position).optional(),
  depth: count(limits.depth).optional(),
  replyCount: count(limits.replyCount).optional(),
  metadata: metadataSchema.optional(),
  translations: keyedByLocale(translationPatchSchema),
  bodies: keyedByLocale(bodyPatchSchema),
});

/**
 * A change of a node: what is left out stays as it is. Translations and bodies are keyed by locale
 * (`{ de: { title: 'Neu' }, fr: null }`): an entry changes or adds that locale's, `null` removes it. Metadata is replaced as a whole.
 * Kind and parent never change, the status by its own operations.
 */
export interface UpdateNodeInput extends Omit<z.input<typeof updateNodeSchema>, 'translations' | 'bodies'> {
  readonly translations?: Readonly<Record<string, z.input<typeof translationPatchSchema> | null>> | undefined;
  readonly bodies?: Readonly<Record<string, z.input<typeof bodyPatchSchema> | null>> | undefined;
}
export type ParsedUpdateInput = z.output<typeof updateNodeSchema>;
export type TranslationPatch = z.output<typeof translationPatchSchema>;
export type BodyPatch = z.output<typeof bodyPatchSchema>;
