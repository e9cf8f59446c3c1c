import { z } from 'zod';
import type { Word } from './shared-place.ts';

const schema = z.object({
  from: z.string(),
  word: z.union([
    z.object({ kind: z.enum(['put', 'given-up']), key: z.string() }),
    z.object({ kind: z.literal('changed'), keys: z.union([z.array(z.string()), z.literal('all')]) }),
  ]),
});

/** NOTIFY takes 7999 bytes. */
const longest = 7900;

/** The text of a word; one about too many keys is about all. */
export function encodeWord(word: Word, from: string): string {
  const text = JSON.stringify({ from, word });
  return text.length <= longest ? text : JSON.stringify({ from, word: { kind: 'changed', keys: 'all' } });
}

/** What another said; undefined for one's own words and for what is none. */
export function decodeWord(text: string, me: string): Word | undefined {
  try {
    const { from, word } = schema.parse(JSON.parse(text));
    return from === me ? undefined : word;
  } catch {
    return undefined;
  }
}
