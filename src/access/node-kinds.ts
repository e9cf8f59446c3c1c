import type { Resource } from './permissions.ts';

export const nodeKinds = ['post', 'page', 'comment', 'article', 'custom'] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** The resource whose permissions a node of each kind needs. */
export const resourceOfKind = {
  post: 'posts',
  article: 'posts',
  custom: 'posts',
  page: 'pages',
  comment: 'comments',
} as const satisfies Record<NodeKind, Resource>;
