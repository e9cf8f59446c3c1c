import { z } from 'zod';
import { count, idSchema, kindSchema, localeSchema, statusSchema } from './field-schemas.ts';
import { limits } from './limits.ts';

/** Which nodes to list, and which page of them; see `ListNodesQuery`. */
export const listNodesSchema = z.strictObject({
  kind: kindSchema.optional(),
  status: statusSchema.optional(),
  parentId: idSchema.optional(),
  authorId: idSchema.optional(),
  locale: localeSchema.optional(),
  page: count(limits.page, 1).default(1),
  pageSize: count(limits.pageSize, 1).default(20),
});

/** Filters, each optional, and a page: `page` counts from 1, `pageSize` is at most 100 and 20 when left out. */
export type ListNodesQuery = z.input<typeof listNodesSchema>;
export type ParsedListQuery = z.output<typeof listNodesSchema>;
