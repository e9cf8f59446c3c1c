import type { WireProxy, WireStatement } from '../../wire/index.ts';
import type { Contender } from './contender.ts';

/** Whose statement it is; `unclear` when more than one operation could have sent it; undefined when none is under way. */
export type Author = Contender | 'unclear' | undefined;

/**
 * Tells whose statement came through an endpoint that all operations share: inside a transaction it is the one's who began it, else the
 * only one's that is at work now, for all others are held. Where two are at work, a connection stays with its last owner.
 */
export function authorOf(
  statement: WireStatement,
  proxy: WireProxy,
  lastOwner: Contender | undefined,
  atWork: readonly Contender[],
): Author {
  const connection = proxy.connections.find((one) => one.id === statement.connection);
  if (lastOwner !== undefined && connection?.transactionStatus !== 'idle') return lastOwner;
  const [only, ...others] = atWork;
  if (others.length === 0) return only;
  return lastOwner !== undefined && atWork.includes(lastOwner) ? lastOwner : 'unclear';
}
