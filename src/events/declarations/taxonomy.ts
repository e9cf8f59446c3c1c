import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { name, uuid } from '../rules.ts';

const first = { version: 1, upcasters: {}, affectsIndex: false } as const;
const indexed = { ...first, affectsIndex: true } as const;
const category = z.strictObject({ category_id: uuid });
const tagging = z.strictObject({ tag_id: uuid, target_type: name, target_id: uuid });

export const taxonomyEvents = [
  defineEvent('category.created', { ...first, variant: 'CategoryCreated', schema: category }),
  defineEvent('category.updated', { ...first, variant: 'CategoryUpdated', schema: category }),
  defineEvent('category.deleted', { ...first, variant: 'CategoryDeleted', schema: category }),
  defineEvent('tag.created', { ...first, variant: 'TagCreated', schema: z.strictObject({ tag_id: uuid }) }),
  defineEvent('tag.attached', { ...indexed, variant: 'TagAttached', schema: tagging }),
  defineEvent('tag.detached', { ...indexed, variant: 'TagDetached', schema: tagging }),
] as const;
