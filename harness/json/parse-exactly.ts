type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Typed here: the library's types do not yet know that a reviver is given the source. */
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** What a number that large has in it: to ask for every value's source takes ten times as long. */
const largeNumber = /\d{16}|\d[eE]\+?\d/;

/** JSON whose integers beyond `Number.MAX_SAFE_INTEGER` are their digits as text, as pg gives a bigint: as numbers, two of them may be equal. */
export function parseExactly(text: string): unknown {
  if (!largeNumber.test(text)) return JSON.parse(text);
  return parse(text, (_key, value, { source = '' }) =>
    typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? digitsOf(source) : value,
  );
}

/** PostgreSQL writes `1e20` of a jsonb as digits, JavaScript writes `1e+21`: both are told alike. */
function digitsOf(source: string): string {
  const [mantissa = '', exponent = '0'] = source.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const places = Number(exponent);
  // A fraction, or a number that no double comes near: as it stands.
  if (places > 308 || fraction.replace(/0+$/, '').length > places) return source;
  return (whole + fraction.slice(0, Math.max(places, 0)).padEnd(places, '0')).replace(/^(-?)0+(?=\d)/, '$1');
}
