import type { ClusterGuard } from '../../../../src/tenancy/index.ts';
import type { LookupMistake } from '../lookup-parts.ts';

/** A mistake in what instances share; a look-up that shares nothing has none. */
export function clusterThat(does: (right: ClusterGuard) => Partial<ClusterGuard>): LookupMistake {
  return {
    parts: ({ cluster: right }) => {
      if (right === undefined) return {};
      return {
        cluster: {
          share: (key, load, signal) => right.share(key, load, signal),
          invalidate: (keys) => right.invalidate(keys),
          onInvalidated: (listener) => right.onInvalidated(listener),
          stats: () => right.stats(),
          [Symbol.asyncDispose]: () => right[Symbol.asyncDispose](),
          ...does(right),
        },
      };
    },
  };
}
