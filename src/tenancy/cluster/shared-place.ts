import type { Invalidated } from './cluster-guard.ts';

/** The right to load a key for everybody. It ends by `put`, by `giveUp`, or with whoever holds it. */
export interface Claim {
  /** Shares the text, unless the key was invalidated since the claim, and wakes those who wait. */
  put(text: string): Promise<void>;
  /** Tells those who wait that nothing will come. */
  giveUp(): Promise<void>;
}

/** What asking for a key came to: another's text, the right to load it, or the word that somebody else is loading. */
export type Asked =
  | { readonly kind: 'shared'; readonly text: string }
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'busy' };

/** What instances tell one another. `put` and `given-up`: the load of a key has ended · `changed`: look again. */
export type Word =
  | { readonly kind: 'put' | 'given-up'; readonly key: string }
  | { readonly kind: 'changed'; readonly keys: Invalidated };

/** Where loads are claimed and texts are shared. Every method may reject; whoever asked then helps himself. */
export interface SharedPlace extends AsyncDisposable {
  ask(key: string): Promise<Asked>;
  /** Takes back texts and claims of these keys, and sends word of it. */
  invalidate(keys: readonly string[]): Promise<void>;
  /** It did not answer in time: begin anew. */
  reset(): void;
}

/** What a place calls back. */
export interface PlaceListener {
  heard(word: Word): void;
  /** It can be reached again: word may have been missed, and word that could not be sent can be. */
  reached(): void;
}
