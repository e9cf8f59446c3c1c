import type { SetupWatch } from '../../../harness/explore/index.ts';
import type { WireProxy, WireStatement } from '../../../harness/wire/index.ts';

/** One statement that the proxy holds back: the service waits for its answer, the server has not seen it. */
export interface HeldStatement {
  /** Resolves with the statement when it has come. */
  readonly reached: Promise<WireStatement>;
  /** Sends it on; one that has not come yet will pass. */
  release(): void;
  /** Never sends it: its connection is reset. */
  drop(): void;
}

/** Holds the nth statement that comes from now on; connection set-up does not count. */
export function holdStatement(proxy: WireProxy, setup: SetupWatch, nth: number): HeldStatement {
  const arrival = Promise.withResolvers<WireStatement>();
  const end = Promise.withResolvers<{ readonly kind: 'forward' | 'drop' }>();
  let seen = 0;
  const stop = proxy.intercept((statement) => {
    if (setup.includes(statement)) return undefined;
    seen += 1;
    if (seen !== nth) return undefined;
    arrival.resolve(statement);
    return end.promise;
  });
  const finish = (kind: 'forward' | 'drop') => {
    stop();
    end.resolve({ kind });
  };
  return { reached: arrival.promise, release: () => finish('forward'), drop: () => finish('drop') };
}
