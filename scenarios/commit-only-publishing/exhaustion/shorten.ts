const longestText = 64;

/** A statement in one short line. */
export function shorten(text: string, most = longestText): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
