import type { FaultRun, PlacedFault } from '../../../harness/explore/index.ts';

const longestText = 64;

/** Where a run was struck, in words: `drop-after at statement 6 (COMMIT)`. */
export function describePlace({ faults, text, firings }: Pick<FaultRun, 'faults' | 'text' | 'firings'>): string {
  return faults
    .map((placed, index) => {
      const struck = index === 0 ? text : firings[index]?.statement.text;
      return struck === undefined ? nameFault(placed) : `${nameFault(placed)} (${shorten(struck)})`;
    })
    .join(', then ');
}

/** A statement in one short line. */
export function shorten(text: string, most = longestText): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

function nameFault({ statement, fault }: PlacedFault): string {
  return `${fault.kind} at statement ${statement}`;
}
