import type { FaultRun } from './fault-run.ts';
import { shorten } from '../shorten.ts';

const longestText = 64;

/** Where a run was struck, in words: `drop-after at statement 6 (COMMIT)`. */
export function describePlace({ faults, text, firings }: Pick<FaultRun, 'faults' | 'text' | 'firings'>): string {
  return faults
    .map(({ statement, fault }, index) => {
      const struck = index === 0 ? text : firings[index]?.statement.text;
      const place = `${fault.kind} at statement ${statement}`;
      return struck === undefined ? place : `${place} (${shorten(struck, longestText)})`;
    })
    .join(', then ');
}
