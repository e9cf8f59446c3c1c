/**
 * How far a count can be trusted: `exact` comes from pg_stat_statements (and the wire agrees, where there is one),
 * `wire` from completed portals at the proxy alone, `advisory` from a source with known blind spots.
 */
export type CountGrade = 'exact' | 'wire' | 'advisory';

/** One statement text and how often it ran while it was counted. */
export interface CountedStatement {
  readonly text: string;
  readonly calls: number;
  /** False for a statement run inside another one: a function's body, a foreign-key check. */
  readonly toplevel: boolean;
}

/** What ran between two readings. Only a `counted` verdict may be compared with an expectation. */
export interface QueryCount {
  readonly verdict: 'counted' | 'inconclusive';
  /** Why the verdict is inconclusive; empty when it is not. */
  readonly reasons: readonly string[];
  readonly grade: CountGrade;
  /** Top-level statements that completed and match the pattern. */
  readonly count: number;
  /** Matching statements run inside another statement; apart, because no client sent them. */
  readonly nested: number;
  /** Matching statements that failed; null where the source cannot see them (pg_stat_statements does not). */
  readonly failed: number | null;
  readonly statements: readonly CountedStatement[];
}
