import { printable } from '../printable.ts';

/** HTML that is safe to insert as it is. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** What a template takes; texts are escaped, markup is not. */
export type Piece = Markup | string | number | readonly Piece[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template for HTML: every text in it is escaped, for element content and quoted attributes alike. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(strings.map((fixed, index) => fixed + sourceOf(pieces[index] ?? '')).join(''));
}

function sourceOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.source;
  if (typeof piece === 'object') return piece.map(sourceOf).join('');
  return printable(String(piece)).replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}
