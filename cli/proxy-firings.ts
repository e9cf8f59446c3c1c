import type { Firing } from '../harness/wire/index.ts';

/** The firings that came after those of the last call; the older ones may be forgotten meanwhile. */
export function newFirings(of: { readonly firings: readonly Firing[] }): () => readonly Firing[] {
  let last: Firing | undefined;
  return () => {
    const { firings } = of;
    const told = last === undefined ? -1 : firings.lastIndexOf(last);
    last = firings.at(-1) ?? last;
    return firings.slice(told + 1);
  };
}
