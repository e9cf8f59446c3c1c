import type { NodeKind } from '../access/index.ts';
import type { JsonObject } from '../events/index.ts';
import type { BodyFormat, NodeStatus } from './field-schemas.ts';

export interface NodeTranslation {
  readonly locale: string;
  readonly title: string | null;
  readonly slug: string;
  readonly excerpt: string | null;
}

export interface NodeBody {
  readonly locale: string;
  readonly body: string | null;
  readonly format: BodyFormat;
  readonly updatedAt: string;
}

/** A node with its translations and bodies, each sorted by locale; times are RFC 3339, UTC, in milliseconds. */
export interface NodeResponse {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: NodeKind;
  readonly status: NodeStatus;
  readonly parentId: string | null;
  readonly authorId: string | null;
  readonly categoryId: string | null;
  readonly position: number;
  readonly depth: number;
  readonly replyCount: number;
  readonly metadata: JsonObject;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Set exactly while the node is published. */
  readonly publishedAt: string | null;
  readonly deletedAt: string | null;
  readonly translations: readonly NodeTranslation[];
  readonly bodies: readonly NodeBody[];
}

/** A node as a list shows it: without its bodies. */
export type NodeSummary = Omit<NodeResponse, 'bodies'>;

/** One page of a list in the order of creation; `total` counts every node that the query matches. */
export interface NodePage {
  readonly items: readonly NodeSummary[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}
