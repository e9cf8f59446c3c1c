import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { int64, mimeType, uuid } from '../rules.ts';

const first = { version: 1, upcasters: {}, affectsIndex: false } as const;

export const mediaEvents = [
  defineEvent('media.uploaded', {
    ...first,
    variant: 'MediaUploaded',
    schema: z.strictObject({ media_id: uuid, mime_type: mimeType, size: int64 }),
  }),
  defineEvent('media.deleted', { ...first, variant: 'MediaDeleted', schema: z.strictObject({ media_id: uuid }) }),
] as const;
