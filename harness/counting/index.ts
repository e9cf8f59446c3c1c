export { type AdminConnection, kitApplicationName, openAdminConnection } from './admin-connection.ts';
export { type CountQueriesOptions, type QueryCounter, countQueries } from './count-queries.ts';
export { type FailQueriesOptions, type FailingTable, failQueries } from './fail-queries.ts';
export { type QueryPattern, matchesPattern } from './pattern.ts';
export { type QueriesDuringOptions, queriesDuring } from './queries-during.ts';
export type { CountGrade, CountedStatement, QueryCount } from './query-count.ts';
export { fingerprintOf, splitStatements } from './sql-text.ts';
export type { PassedStatement, StatementSource } from './wire-count.ts';
