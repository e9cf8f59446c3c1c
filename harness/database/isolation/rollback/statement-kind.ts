/** What a statement means for a session that others share and that is never committed. */
export type StatementKind =
  | { readonly kind: 'begin' | 'commit' | 'rollback' | 'isolation' | 'other' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Text literals, names and comments: what looks like a statement in them is none. */
const opaque = /\be'(?:\\[^]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|\$(\w*)\$[^]*?\$\1\$|--[^\n]*|\/\*[^]*?\*\//gi;

const neverCommitted = 'its one transaction is never committed';
const oneSession = 'it has one session';

const refusals: readonly (readonly [RegExp, string])[] = [
  [/^(?:prepare\s+transaction|(?:commit|rollback)\s+prepared)\b/i, neverCommitted],
  [/^listen\b/i, neverCommitted],
  [/\bskip\s+locked\b/i, `${oneSession}, and nothing is ever committed that a relay could claim`],
  [/^(?:begin|start|set)\b.*\bisolation\s+level\s+(?:serializable|repeatable\s+read)\b/is, oneSession],
];

/** Judges a query text, which may hold several statements. */
export function statementKind(text: string): StatementKind {
  const statements = text
    .replace(opaque, (found) => (found.startsWith('-') || found.startsWith('/') ? ' ' : "''"))
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  for (const statement of statements) {
    const refusal = refusals.find(([pattern]) => pattern.test(statement));
    if (refusal !== undefined) return { kind: 'refused', reason: refusal[1] };
  }
  const kinds = statements.map(kindOfOne);
  const [first = 'other'] = kinds;
  if (kinds.length < 2 || kinds.every((kind) => kind === 'other')) return { kind: first };
  return { kind: 'refused', reason: `${neverCommitted}, and begins and ends of transactions must come one by one` };
}

function kindOfOne(statement: string): 'begin' | 'commit' | 'rollback' | 'isolation' | 'other' {
  if (/^(?:begin|start\s+transaction)\b/i.test(statement)) return 'begin';
  if (/^(?:commit|end)\b/i.test(statement)) return 'commit';
  if (/^(?:rollback|abort)\b(?!\s+(?:(?:work|transaction)\s+)?to\b)/i.test(statement)) return 'rollback';
  if (/^set\s+transaction\b/i.test(statement)) return 'isolation';
  return 'other';
}
