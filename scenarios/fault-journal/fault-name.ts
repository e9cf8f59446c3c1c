import type { ExploredFault } from '../../harness/explore/index.ts';

/** A fault in the words of a column's head: `drop-after`, `error-before 53100`, `delay 200 ms`. */
export function faultName(fault: ExploredFault): string {
  if (fault.kind === 'error-before') return `${fault.kind} ${fault.sqlState}`;
  if (fault.kind === 'delay') return `${fault.kind} ${fault.delayMs} ms`;
  return fault.kind;
}
