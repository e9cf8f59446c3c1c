import type { StatementRecord } from '../../wire/index.ts';
import type { ExploredFault } from './fault-run.ts';
import { recordStatement } from './recorded-statement.ts';

/** A fault and the statement that it struck. */
export interface Strike {
  readonly fault: ExploredFault;
  readonly statement: StatementRecord;
}

/**
 * True when the last strike met a COMMIT, or an earlier one lost the answer to a COMMIT that was executed: then a caller may be told of an
 * error although it was done. A COMMIT that was kept from the server leaves no doubt about what comes later.
 */
export async function leavesCommitInDoubt(strikes: readonly Strike[]): Promise<boolean> {
  const struck = await Promise.all(strikes.map(({ statement }) => recordStatement(statement)));
  return strikes.some(({ fault }, index) => {
    const isLast = index === strikes.length - 1;
    return struck[index]?.commits === true && (isLast || losesAnswer(fault));
  });
}

function losesAnswer({ kind }: ExploredFault): boolean {
  return kind === 'drop-after' || kind === 'freeze-after';
}
