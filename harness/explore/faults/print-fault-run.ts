import { describePlace } from './fault-place.ts';
import type { FaultRun } from './fault-run.ts';
import { shorten } from '../shorten.ts';

const longestText = 80;

/** What happened in a run, for people: the outcome and its reason, the statements in their order, and the faults to hand to `replayFaults`. */
export function printFaultRun(run: FaultRun): string {
  const struck = new Set(run.firings.map(({ statement }) => statement.sequence));
  const lines = run.statements.map(({ sequence, text, commandTag, sqlState, outcome }) => {
    const answer = commandTag ?? (sqlState === null ? outcome : `${sqlState} ${outcome}`);
    return `${struck.has(sequence) ? '!' : ' '} ${shorten(text, longestText)}  → ${answer}`;
  });
  return [
    `${run.outcome}: ${run.reason}`,
    describePlace(run),
    '',
    ...lines,
    '',
    `replayFaults(${JSON.stringify(run.faults)}, …)`,
  ].join('\n');
}
