import type { ExploredFault, FaultRun, PlacedFault } from '../../../harness/explore/index.ts';
import { InconclusiveError } from '../../contract/index.ts';

/** One fault point of one operation, two faults where the second strikes during the recovery. */
export interface ChosenPoint {
  readonly operation: string;
  readonly places: readonly ChosenPlace[];
}

interface ChosenPlace {
  readonly kind: string;
  /** Of an error that was chosen; a finding does not tell it. */
  readonly sqlState?: string;
  readonly statement: number;
}

/** A run's point in words by which it can be asked for again: `create, error-before 40001 at statement 6`. */
export function pointOf(operation: string, { faults }: Pick<FaultRun, 'faults'>): string {
  return `${operation}, ${faults.map(({ fault, statement }) => `${nameOf(fault)} at statement ${statement}`).join(', then ')}`;
}

/** Reads the words of `pointOf`, or of a finding: the statements that it quotes do not matter. */
export function readPoint(words: string): ChosenPoint {
  const [, operation = '', rest = ''] = /^(.*?), (.*)$/s.exec(words) ?? [];
  const places = [...rest.matchAll(/(?:^|, then )([a-z-]+)(?: ([0-9A-Z]{5}))? at statement ([1-9]\d{0,5})/g)].map(
    ([, kind = '', sqlState, statement]) => ({
      kind,
      ...(sqlState === undefined ? {} : { sqlState }),
      statement: Number(statement),
    }),
  );
  if (places.length === 0 || places.length > 2)
    throw new InconclusiveError(`"${words}" is no fault point; one reads "create, drop-after at statement 6"`);
  return { operation, places };
}

/** The point's faults among those that a scenario places. */
export function placedFaults({ places }: ChosenPoint, faults: readonly ExploredFault[]): readonly PlacedFault[] {
  return places.map(({ kind, sqlState, statement }) => {
    const wanted = sqlState === undefined ? kind : `${kind} ${sqlState}`;
    const fault = faults.find((one) => wanted === (sqlState === undefined ? one.kind : nameOf(one)));
    if (fault !== undefined) return { statement, fault };
    const known = faults.map(nameOf).join(', ');
    throw new InconclusiveError(`this scenario places no ${wanted}; its faults are ${known}`);
  });
}

function nameOf(fault: ExploredFault): string {
  return fault.kind === 'error-before' ? `${fault.kind} ${fault.sqlState}` : fault.kind;
}
