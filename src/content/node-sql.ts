/** A node's own columns, named as in a response. */
const nodeColumns = `n.id, n.tenant_id AS "tenantId", n.kind, n.status, n.parent_id AS "parentId", n.author_id AS "authorId",
  n.category_id AS "categoryId", n.position, n.depth, n.reply_count AS "replyCount", n.metadata, n.version,
  n.created_at AS "createdAt", n.updated_at AS "updatedAt", n.published_at AS "publishedAt", n.deleted_at AS "deletedAt"`;

const translations = `(SELECT coalesce(json_agg(json_build_object(
  'locale', t.locale, 'title', t.title, 'slug', t.slug, 'excerpt', t.excerpt)), '[]')
  FROM node_translations t WHERE t.node_id = n.id) AS translations`;

const bodies = `(SELECT coalesce(json_agg(json_build_object(
  'locale', b.locale, 'body', b.body, 'format', b.format, 'updatedAt', b.updated_at)), '[]')
  FROM bodies b WHERE b.node_id = n.id) AS bodies`;

const summaryColumns = `${nodeColumns}, ${translations}`;

/** One statement is one snapshot: a node is never shown with the translations of another version. */
export const selectNode = `SELECT ${summaryColumns}, ${bodies} FROM nodes n WHERE n.tenant_id = $1 AND n.id = $2`;

const matches = `n.tenant_id = $1 AND n.deleted_at IS NULL
  AND ($2::text IS NULL OR n.status = $2)
  AND ($3::uuid IS NULL OR n.parent_id = $3)
  AND ($4::uuid IS NULL OR n.author_id = $4)
  AND ($5::text IS NULL OR EXISTS (SELECT FROM node_translations t WHERE t.node_id = n.id AND t.locale = $5))
  AND (n.kind = ANY ($6::text[]) OR (n.kind = ANY ($7::text[]) AND n.author_id = $10::uuid))
  AND (n.status = 'published' OR n.kind = ANY ($8::text[]) OR (n.kind = ANY ($9::text[]) AND n.author_id = $10::uuid))`;

/** One page and the total, of one snapshot; a page beyond the end is one row without an id. */
export const selectPage = `WITH matching AS MATERIALIZED (SELECT n.id, n.created_at FROM nodes n WHERE ${matches}),
  page AS (SELECT id FROM matching ORDER BY created_at, id LIMIT $11 OFFSET $12)
  SELECT counted.total, found.* FROM (SELECT count(*)::int AS total FROM matching) counted
  LEFT JOIN (SELECT ${summaryColumns} FROM nodes n JOIN page USING (id)) found ON true
  ORDER BY found."createdAt", found.id`;
