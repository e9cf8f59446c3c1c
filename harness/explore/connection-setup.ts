/** What clients say when they open a connection, not what the operation does: no place for a fault, no step of a schedule. */
const setUp = [
  /^\s*SHOW SERVER_VERSION\b/i, // Sequelize
  /^\s*SET (?:client_min_messages|standard_conforming_strings|search_path|SESSION|TIME ZONE)\b/i, // Sequelize, Knex, TypeORM
  /^\s*SELECT typname, typtype, oid, typarray FROM pg_type\b/i, // Sequelize
  /^\s*WITH ranges AS \(\s*SELECT pg_range\.rngtypid\b/i, // Sequelize
  /^\s*select version\(\);?\s*$/i, // Knex, TypeORM
  /^\s*SELECT \* FROM current_schema\(\)/i, // TypeORM
  /select b\.oid, b\.typarray\s+from pg_catalog\.pg_type a/i, // postgres.js
];

/** True for a statement by which a client library sets a new connection up. */
export function isConnectionSetup(text: string): boolean {
  return setUp.some((pattern) => pattern.test(text));
}
