const numbers = ['page', 'pageSize'];

/** A query string's fields as a service takes them: numbers are written as text there. What is no number stays text and is refused by the service. */
export function queryInput(query: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query as Record<string, unknown>).map(([name, value]) => [
      name,
      numbers.includes(name) ? asNumber(value) : value,
    ]),
  );
}

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
