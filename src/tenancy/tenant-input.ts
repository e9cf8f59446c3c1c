import { z } from 'zod';
import { text } from '../events/index.ts';
import { jsonObject, localeSchema, pageFields } from '../input/index.ts';
import { isHostName, isTenantSlug, isUuid } from './identifier.ts';

const nameSchema = text({ max: 255 });

// A slug of the form of a uuid could never be resolved: a header with it names an id.
const slugSchema = z
  .string()
  .refine((slug) => isTenantSlug(slug), 'must be 1–63 characters a-z, 0-9 and -, the first no -')
  .refine((slug) => !isUuid(slug), 'must not have the form of a uuid');

const domainSchema = z
  .string()
  .toLowerCase()
  .refine((domain) => isHostName(domain), 'must be a host name of at most 253 characters')
  .nullable();

const settingsSchema = jsonObject({ maxDepth: 5 });

/** A new tenant; see `CreateTenantInput`. */
export const createTenantSchema = z.strictObject({
  name: nameSchema,
  slug: slugSchema,
  domain: domainSchema.default(null),
  settings: settingsSchema.default({}),
  defaultLocale: localeSchema.default('en'),
  isActive: z.boolean().default(true),
});

/** What changes of a tenant; a field left out stays as it is. */
export const updateTenantSchema = z.strictObject({
  name: nameSchema.optional(),
  slug: slugSchema.optional(),
  domain: domainSchema.optional(),
  settings: settingsSchema.optional(),
  defaultLocale: localeSchema.optional(),
  isActive: z.boolean().optional(),
});

export const listTenantsSchema = z.strictObject(pageFields);

/** What a new tenant is made of. */
export type CreateTenantInput = z.input<typeof createTenantSchema>;
/** What of a tenant changes; what is left out stays. */
export type UpdateTenantInput = z.input<typeof updateTenantSchema>;
export type ListTenantsQuery = z.input<typeof listTenantsSchema>;
