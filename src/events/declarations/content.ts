import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { kind, locale, optional, uuid } from '../rules.ts';

const indexed = { version: 1, upcasters: {}, affectsIndex: true } as const;
const node = z.strictObject({ node_id: uuid, kind });
const localized = z.strictObject({ node_id: uuid, locale });

export const contentEvents = [
  defineEvent('node.created', {
    ...indexed,
    variant: 'NodeCreated',
    schema: z.strictObject({ node_id: uuid, kind, author_id: optional(uuid) }),
  }),
  defineEvent('node.updated', { ...indexed, variant: 'NodeUpdated', schema: node }),
  defineEvent('node.translation.updated', { ...indexed, variant: 'NodeTranslationUpdated', schema: localized }),
  defineEvent('node.published', { ...indexed, variant: 'NodePublished', schema: node }),
  defineEvent('node.unpublished', { ...indexed, variant: 'NodeUnpublished', schema: node }),
  defineEvent('node.deleted', { ...indexed, variant: 'NodeDeleted', schema: node }),
  defineEvent('body.updated', { ...indexed, variant: 'BodyUpdated', schema: localized }),
] as const;
