import type { InferAttributes, InferCreationAttributes, Model } from 'sequelize';
import type { NodeKind } from '../access/index.ts';
import { DataTypes, perSequelize } from '../database/index.ts';
import type { JsonObject } from '../events/index.ts';
import type { BodyFormat, NodeStatus } from './field-schemas.ts';

interface NodeRow extends Model<InferAttributes<NodeRow>, InferCreationAttributes<NodeRow>> {
  id: string;
  tenantId: string;
  parentId: string | null;
  authorId: string | null;
  kind: NodeKind;
  categoryId: string | null;
  status: NodeStatus;
  position: number;
  depth: number;
  replyCount: number;
  metadata: JsonObject;
  version: number;
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  deletedAt: string | null;
}

/** `live` is left out: the database keeps it. */
interface TranslationRow extends Model<InferAttributes<TranslationRow>, InferCreationAttributes<TranslationRow>> {
  id: string;
  tenantId: string;
  nodeId: string;
  locale: string;
  title: string | null;
  slug: string;
  excerpt: string | null;
}

interface BodyRow extends Model<InferAttributes<BodyRow>, InferCreationAttributes<BodyRow>> {
  id: string;
  nodeId: string;
  locale: string;
  body: string | null;
  format: BodyFormat;
  updatedAt: string;
}

const { DATE, INTEGER, JSONB, STRING, TEXT, UUID } = DataTypes;
const id = { type: UUID, primaryKey: true };

/** The content tables' models on one connection pool, for writing. Times are written, and never read, through them. */
export const nodeModels = perSequelize((sequelize) => {
  const options = { timestamps: false, underscored: true };
  return {
    Node: sequelize.define<NodeRow>(
      'Node',
      {
        id,
        tenantId: UUID,
        parentId: UUID,
        authorId: UUID,
        kind: STRING(64),
        categoryId: UUID,
        status: STRING(16),
        position: INTEGER,
        depth: INTEGER,
        replyCount: INTEGER,
        metadata: JSONB,
        version: INTEGER,
        createdAt: DATE,
        updatedAt: DATE,
        publishedAt: DATE,
        deletedAt: DATE,
      },
      { ...options, tableName: 'nodes' },
    ),
    NodeTranslation: sequelize.define<TranslationRow>(
      'NodeTranslation',
      { id, tenantId: UUID, nodeId: UUID, locale: STRING(10), title: STRING(255), slug: STRING(255), excerpt: TEXT },
      { ...options, tableName: 'node_translations' },
    ),
    NodeBody: sequelize.define<BodyRow>(
      'NodeBody',
      { id, nodeId: UUID, locale: STRING(10), body: TEXT, format: STRING(16), updatedAt: DATE },
      { ...options, tableName: 'bodies' },
    ),
  };
});

export type NodeModels = ReturnType<typeof nodeModels>;
