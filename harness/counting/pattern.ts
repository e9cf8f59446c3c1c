/** Which statements are meant: a regular expression over the text, or a predicate on it. When counting, the text has `$n` in place of constants. */
export type QueryPattern = RegExp | ((text: string) => boolean);

/** True when the text is meant; a `g` or `y` flag does not make the answer depend on the call before. */
export function matchesPattern(pattern: QueryPattern, text: string): boolean {
  if (typeof pattern === 'function') return pattern(text);
  pattern.lastIndex = 0;
  return pattern.test(text);
}
