// A parser of 2 MB in WebAssembly: loaded when the first text is parsed.
const parser = () => import('libpg-query');

const rememberedLimit = 10_000;

/** The fingerprint of a statement's text (libpg_query: equal for texts that differ in constants only), or null when it does not parse; cached by text. */
export const fingerprintOf = cachedByText(async (text): Promise<string | null> => {
  const { fingerprint } = await parser();
  return fingerprint(text).catch(() => null);
});

/** The text with `$n` in place of constants, as pg_stat_statements shows it; the text itself when it does not parse; cached by text. */
export const normalizedText = cachedByText(async (text) => {
  const { normalize } = await parser();
  return normalize(text).catch(() => text);
});

function cachedByText<T>(compute: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const remembered = new Map<string, Promise<T>>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    if (remembered.size >= rememberedLimit) remembered.clear();
    const computed = compute(text);
    remembered.set(text, computed);
    return computed;
  };
}

/** The statements of one text, in order; the text itself when it does not parse. */
export async function splitStatements(text: string): Promise<string[]> {
  const { parse } = await parser();
  try {
    const { stmts } = await parse(text);
    const bytes = Buffer.from(text, 'utf8');
    return (stmts ?? []).map((one) => {
      const start = one.stmt_location ?? 0;
      const length = one.stmt_len ?? bytes.length - start;
      return bytes
        .subarray(start, start + length)
        .toString('utf8')
        .trim();
    });
  } catch {
    return [text];
  }
}
