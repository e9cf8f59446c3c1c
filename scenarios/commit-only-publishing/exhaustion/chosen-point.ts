import type { ExploredFault, FaultRun, PlacedFault } from '../../../harness/explore/index.ts';
import { InconclusiveError } from '../../contract/index.ts';

/** One fault point of one operation, two faults where the second strikes during the recovery. */
export interface ChosenPoint {
  readonly operation: string;
  readonly places: readonly { readonly kind: string; readonly statement: number }[];
}

/** A run's point in words by which it can be asked for again: `create, drop-after at statement 6`. */
export function pointOf(operation: string, { faults }: Pick<FaultRun, 'faults'>): string {
  return `${operation}, ${faults.map(({ fault, statement }) => `${fault.kind} at statement ${statement}`).join(', then ')}`;
}

/** Reads the words of `pointOf`, or of a finding: the statements that it quotes do not matter. */
export function readPoint(words: string): ChosenPoint {
  const [, operation = '', rest = ''] = /^(.*?), (.*)$/s.exec(words) ?? [];
  const places = [...rest.matchAll(/(?:^|, then )([a-z-]+) at statement ([1-9]\d{0,5})/g)].map(
    ([, kind = '', statement]) => ({ kind, statement: Number(statement) }),
  );
  if (places.length === 0 || places.length > 2)
    throw new InconclusiveError(`"${words}" is no fault point; one reads "create, drop-after at statement 6"`);
  return { operation, places };
}

/** The point's faults among those that a scenario places. */
export function placedFaults({ places }: ChosenPoint, faults: readonly ExploredFault[]): readonly PlacedFault[] {
  return places.map(({ kind, statement }) => {
    const fault = faults.find((one) => one.kind === kind);
    if (fault !== undefined) return { statement, fault };
    const known = faults.map((one) => one.kind).join(', ');
    throw new InconclusiveError(`this scenario places no ${kind}; its faults are ${known}`);
  });
}
