import type { StatementRecord, WireProxy } from '../wire/index.ts';

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

/** True for a statement that reads as those by which client libraries set a new connection up. */
export function isConnectionSetup(text: string): boolean {
  return setUp.some((pattern) => pattern.test(text));
}

/** Tells the set-up of a proxy's connections from what is said on them. */
export interface SetupWatch {
  includes(statement: Pick<StatementRecord, 'connection' | 'ordinal' | 'text'>): boolean;
  stop(): void;
}

/**
 * Set-up is what reads so and comes before anything else on its connection. A text that was also said later, as `SET search_path` is by a
 * service with a schema for each tenant, is the operation's own wherever it stands: `own` holds such texts, and learns them. Connections that
 * were open before have said something.
 */
export function watchSetup(proxy: Pick<WireProxy, 'observe'>, own: Set<string> = new Set()): SetupWatch {
  const lastOfSetup = new Map<number, number>();
  const stop = proxy.observe({
    statementStarted: ({ connection, ordinal, text }) => {
      if (!isConnectionSetup(text)) return;
      if (ordinal === (lastOfSetup.get(connection) ?? 0) + 1) lastOfSetup.set(connection, ordinal);
      else own.add(text);
    },
  });
  return {
    includes: ({ connection, ordinal, text }) => ordinal <= (lastOfSetup.get(connection) ?? 0) && !own.has(text),
    stop,
  };
}
