/** A statement about transactions: they are ours, since pg-mem's own ROLLBACK undoes nothing. */
export type TransactionControl =
  | { readonly does: 'begin' | 'commit' | 'rollback' | 'refused' }
  | { readonly does: 'savepoint' | 'release' | 'rollback-to'; readonly name: string };

const patterns: readonly (readonly [RegExp, TransactionControl['does']])[] = [
  [/^(?:begin|start\s+transaction)\b(?!.*\bprepare\b)/is, 'begin'],
  [/^(?:commit|rollback)\s+prepared\b/i, 'refused'],
  [/^prepare\s+transaction\b/i, 'refused'],
  [/^(?:commit|end)\b/i, 'commit'],
  [/^rollback\s+(?:work\s+|transaction\s+)?to\s+(?:savepoint\s+)?("[^"]+"|\w+)/i, 'rollback-to'],
  [/^(?:rollback|abort)\b/i, 'rollback'],
  [/^savepoint\s+("[^"]+"|\w+)/i, 'savepoint'],
  [/^release\s+(?:savepoint\s+)?("[^"]+"|\w+)/i, 'release'],
];

/** What a statement does to the transaction it is in; undefined for every other statement. */
export function readControl(statement: string): TransactionControl | undefined {
  const text = statement.replaceAll(/^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/g, '');
  for (const [pattern, does] of patterns) {
    const match = pattern.exec(text);
    if (match !== null) return { does, name: match[1] ?? '' };
  }
  return undefined;
}
