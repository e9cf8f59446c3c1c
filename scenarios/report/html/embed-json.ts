import { Markup } from './markup.ts';

/** A value as a block of data that no text in it can end: the page's script reads it by the block's id. */
export function embedJson(id: string, value: object): Markup {
  const json = JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new Markup(`<script type="application/json" id="${id}">${json}</script>`);
}
