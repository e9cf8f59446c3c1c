import { type QueryPattern, matchesPattern } from './pattern.ts';
import type { CountedStatement } from './query-count.ts';
import { normalizedText, splitStatements } from './sql-text.ts';

/** What counting needs of a statement that passed a proxy. */
export interface PassedStatement {
  readonly sequence: number;
  readonly text: string;
  readonly textTruncated: boolean;
  readonly outcome: string;
  readonly commands: readonly { readonly tag: string }[];
}

/** Anything that remembers the statements that passed it; the proxy of harness/wire does. */
export interface StatementSource {
  readStatements(): Promise<readonly PassedStatement[]>;
}

/** Completed and failed statements at the wire. */
export interface WireCount {
  readonly count: number;
  readonly failed: number;
  readonly reasons: readonly string[];
  readonly statements: readonly CountedStatement[];
}

/** The number of the last statement that has passed. */
export async function lastSequence(source: StatementSource): Promise<number> {
  return (await source.readStatements()).at(-1)?.sequence ?? 0;
}

/** Counts what passed after statement `start`. */
export async function countOnWire(source: StatementSource, pattern: QueryPattern, start: number): Promise<WireCount> {
  const passed = (await source.readStatements()).filter((one) => one.sequence > start);
  const reasons: string[] = [];
  const first = passed[0];
  if (first !== undefined && first.sequence !== start + 1)
    reasons.push(`the proxy has forgotten statements ${start + 1} to ${first.sequence - 1}; raise keepStatements`);
  const calls = new Map<string, number>();
  let failed = 0;
  for (const statement of passed) {
    const parts = await partsOf(statement);
    const ran = statement.outcome === 'suspended' ? 1 : statement.commands.length;
    for (const text of parts.slice(0, ran))
      if (matchesPattern(pattern, text)) calls.set(text, (calls.get(text) ?? 0) + 1);
    const next = parts[ran];
    if (next === undefined || !matchesPattern(pattern, next)) continue;
    if (statement.outcome === 'failed') failed += 1;
    if (statement.outcome === 'running') reasons.push(`still running at the wire: ${next.slice(0, 80)}`);
  }
  const statements = [...calls].map(([text, count]) => ({ text, calls: count, toplevel: true }));
  return { count: statements.reduce((sum, one) => sum + one.calls, 0), failed, reasons, statements };
}

/** One message may hold several statements, each command tag belongs to one of them; constants are gone, as they are at the server. */
async function partsOf(statement: PassedStatement): Promise<readonly string[]> {
  const isSingle = statement.commands.length < 2 && !statement.text.includes(';');
  if (statement.textTruncated) return [statement.text];
  const parts = isSingle ? [statement.text] : await splitStatements(statement.text);
  return Promise.all(parts.map(normalizedText));
}
