import type { ParsedCreateInput } from './create-input.ts';
import { byLocale } from './merge-by-locale.ts';
import type { NodeResponse } from './node-response.ts';
import { slugOfTitle } from './slug.ts';

/** What only the operation knows of a new node. */
export interface NewNodeIdentity {
  readonly id: string;
  readonly tenantId: string;
  readonly authorId: string | null;
  readonly now: string;
}

/** The node that a valid input describes, complete before the first row is written. */
export function newNode(input: ParsedCreateInput, { id, tenantId, authorId, now }: NewNodeIdentity): NodeResponse {
  const translations = input.translations.map(({ locale, title, slug, excerpt }) => ({
    locale,
    title: title ?? null,
    slug: slug ?? slugOfTitle(title ?? '') ?? '',
    excerpt: excerpt ?? null,
  }));
  const bodies = input.bodies.map(({ locale, body, format }) => ({
    locale,
    body: body ?? null,
    format: format ?? ('markdown' as const),
    updatedAt: now,
  }));
  return {
    id,
    tenantId,
    kind: input.kind,
    status: input.status,
    parentId: input.parentId,
    authorId,
    categoryId: input.categoryId,
    position: input.position,
    depth: input.depth,
    replyCount: input.replyCount,
    metadata: input.metadata,
    version: 1,
    createdAt: now,
    updatedAt: now,
    publishedAt: input.status === 'published' ? now : null,
    deletedAt: null,
    translations: byLocale(translations),
    bodies: byLocale(bodies),
  };
}
