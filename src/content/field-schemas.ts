import { z } from 'zod';
import { nodeKinds } from '../access/index.ts';
import { text, uuid } from '../events/index.ts';
import { limits } from './limits.ts';

export { count, localeSchema } from '../input/index.ts';

const nodeStatuses = ['draft', 'published', 'archived'] as const;
/** Where a node stands between being written and being put away. */
export type NodeStatus = (typeof nodeStatuses)[number];

const bodyFormats = ['markdown', 'html', 'plain', 'json'] as const;
export type BodyFormat = (typeof bodyFormats)[number];

export const kindSchema = z.enum(nodeKinds, `must be one of ${nodeKinds.join(', ')}`);
export const statusSchema = z.enum(nodeStatuses, `must be one of ${nodeStatuses.join(', ')}`);
export const formatSchema = z.enum(bodyFormats, `must be one of ${bodyFormats.join(', ')}`);

/** Any UUID but the nil one, in lower case as PostgreSQL returns it; the rule of the events that carry it. */
export const idSchema = uuid;

export const titleSchema = text({ max: limits.title, mayBeBlank: true }).min(1, 'must not be empty');
export const excerptSchema = text({ max: limits.excerpt, mayBeBlank: true });
export const bodyTextSchema = text({ max: limits.body, mayBeBlank: true });
