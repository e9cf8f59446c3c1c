import { fingerprint, parse } from 'libpg-query';

const remembered = new Map<string, Promise<string | null>>();
const rememberedLimit = 10_000;

/** The fingerprint of a statement's text (libpg_query: equal for texts that differ in constants only), or null when it does not parse; cached by text. */
export function fingerprintOf(text: string): Promise<string | null> {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= rememberedLimit) remembered.clear();
  const computed = fingerprint(text).then(
    (value) => value,
    () => null,
  );
  remembered.set(text, computed);
  return computed;
}

/** The statements of one text, in order; the text itself when it does not parse. */
export async function splitStatements(text: string): Promise<string[]> {
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
