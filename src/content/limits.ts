/** The largest values that a node may hold; lengths count characters as Unicode code points. */
export const limits = {
  title: 255,
  slug: 255,
  excerpt: 1000,
  body: 1_000_000,
  position: 100_000,
  depth: 100,
  replyCount: 2_147_483_647,
  metadataDepth: 5,
  pageSize: 100,
  page: 1_000_000,
  idempotencyKey: 255,
  /** One below the column's limit, since every write adds one. */
  version: 2_147_483_646,
} as const;
