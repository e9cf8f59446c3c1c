import type { WireStatement } from '../../../harness/wire/index.ts';
import type { FaultCell, FaultMatrix } from '../../contract/index.ts';
import { type Note, longestText, timelineOf } from '../../fault-journal/index.ts';
import { cut } from '../../report/index.ts';
import type { Finding } from '../finding.ts';
import type { KillPoint } from './kill-plan.ts';

const fault = 'SIGKILL';

/** An operation that was held at a statement when its process was killed. */
export interface KilledCall extends KillPoint {
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** What it had sent, the statement that it was held at included. */
  readonly statements: readonly WireStatement[];
}

/** What operations killed together left behind. */
export interface KilledTogether {
  readonly calls: readonly KilledCall[];
  /** From the kill on; the same for all of them. */
  readonly notes: readonly Note[];
  readonly findings: readonly Finding[];
}

/** A matrix for each operation, with one column; operations that were killed together share what was found. */
export function killMatrices(
  recorded: ReadonlyMap<string, readonly string[]>,
  rounds: readonly KilledTogether[],
): FaultMatrix[] {
  return [...recorded].map(([operation, texts]) => ({
    kind: 'fault-matrix',
    operation,
    statements: texts.map((text) => cut(text, longestText)),
    faults: [fault],
    cells: rounds.flatMap((round) =>
      round.calls.filter(({ name }) => name === operation).map((call) => cellOf(call, round)),
    ),
  }));
}

function cellOf({ nth, startedAt, statements }: KilledCall, { calls, notes, findings }: KilledTogether): FaultCell {
  const together = calls.length === 1 ? '' : `, as one of ${calls.length} operations killed together`;
  const calling: Note = { at: startedAt, kind: 'call', who: 'caller', text: 'calls' };
  return {
    statement: nth,
    fault,
    outcome: outcomeOf(findings),
    isAllowed: findings.length === 0,
    reason:
      findings.length === 0
        ? `what was committed was published, and nothing else${together}`
        : cut(`${findings.map(({ kind, text }) => `${kind}: ${text}`).join('\n')}${together}`, longestText),
    timeline: timelineOf(statements, { startedAt, notes: [calling, ...notes] }),
  };
}

function outcomeOf([first]: readonly Finding[]): FaultCell['outcome'] {
  if (first === undefined) return 'consistent';
  return first.kind === 'disorder' ? 'torn' : first.kind;
}
