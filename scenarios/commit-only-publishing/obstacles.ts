import { type Levers, type Write, newGateKey } from '../levers/index.ts';
import { heldAtCommit } from './held-at-commit.ts';

/** What operations wait for: a table that somebody has locked, or a COMMIT that does not come back. */
export interface Obstacle {
  readonly name: string;
  /** In its way while `work` runs; what waits then goes on, unless `work` has ended it. */
  readonly during: <T>(levers: Levers, writes: readonly Write[], work: () => Promise<T>) => Promise<T>;
  /** When it stands in the way before anything can be written, nothing may be committed at all. */
  readonly isBeforeCommit: boolean;
}

/** Every table that is written is locked. */
export const tablesLocked: Obstacle = {
  name: 'tables locked',
  isBeforeCommit: true,
  during: (levers, writes, work) => levers.whileLocked([...new Set(writes.map(({ table }) => table))], work),
};

/** The server does not answer COMMIT. */
export const commitUnanswered: Obstacle = {
  name: 'held at COMMIT',
  isBeforeCommit: false,
  during: async (levers, writes, work) => {
    const gateKey = newGateKey();
    const { result } = await levers.during(heldAtCommit(writes, gateKey), () => levers.whileClosed(gateKey, work));
    return result;
  },
};
