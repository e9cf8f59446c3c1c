/** A text of at most this many characters; a cut one says how long it was. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/\p{Cs}$/u, '')}… (${text.length} characters)`;
}
