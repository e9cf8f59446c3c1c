import { InconclusiveError, type Operation, type Reporter, type Subject } from '../contract/index.ts';
import { type FaultPoint, Levers, type Write } from '../levers/index.ts';
import { disagreements } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { lookDrained, publishedBetween, stateChanged } from './observation.ts';
import { settlement } from './settle.ts';
import { type UndisturbedRun, runUndisturbed } from './undisturbed.ts';
import { untrueAnswer } from './untrue-answer.ts';

/** Chooses the faults for one way in which an operation writes; `run` tells what else it does. */
export type PointsOf = (write: Write, run: UndisturbedRun) => readonly FaultPoint[];

/** A way to break one run of an operation; tells how often it struck (`undefined`: it leaves no trace). */
export interface Interference {
  readonly name: string;
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly strikes: number | undefined }>;
}

/** What is done for an operation that no point was chosen for. */
export interface Otherwise {
  readonly interferences: (run: UndisturbedRun) => readonly Interference[];
  /** What to do about it when that is nothing for any of them. */
  readonly advice: string;
}

/**
 * Breaks every mutating operation at every point, one fault a run. All of these faults come before the transaction is committed, so
 * the caller must see an error, and neither state nor event may remain.
 */
export async function sweepFaults(
  subject: Subject,
  report: Reporter,
  pointsOf: PointsOf,
  otherwise?: Otherwise,
): Promise<void> {
  await using levers = await Levers.open(subject);
  const findings: Finding[] = [];
  const unstruck: string[] = [];
  let points = 0;
  for (const [name, operation] of mutatingOperations(subject)) {
    const run = await runUndisturbed(subject, levers, name, operation);
    const placed = run.writes.flatMap((write) => pointsOf(write, run)).map((point) => interferenceAt(levers, point));
    for (const fault of placed.length > 0 ? placed : (otherwise?.interferences(run) ?? [])) {
      report.signal.throwIfAborted();
      const { found, struck } = await breakOnce(subject, report, operation, fault);
      findings.push(...found.map((finding) => ({ ...finding, text: `${name}, ${fault.name}: ${finding.text}` })));
      if (!struck) unstruck.push(`${name}, ${fault.name}`);
      points += 1;
    }
    report.progress(`  ${name}: ${points} fault points so far`);
    // Not in the midst of an operation: which faults it does not stand is seen at once.
    if (findings.length >= report.enough) break;
  }
  countFindings(report, findings);
  demandNone(findings);
  if (points === 0)
    throw new InconclusiveError(otherwise?.advice ?? 'no operation has a point at which this fault could be placed');
  if (unstruck.length > 0) throw new InconclusiveError(`never struck: ${unstruck.join('; ')}`);
}

function interferenceAt(levers: Levers, point: FaultPoint): Interference {
  return { name: point.name, during: (work) => levers.during(point, work) };
}

async function breakOnce(
  subject: Subject,
  report: Reporter,
  operation: Operation,
  fault: Interference,
): Promise<{ found: Finding[]; struck: boolean }> {
  const input = await operation.prepare();
  const before = await lookDrained(subject);
  const { result: end, strikes } = await fault.during(() => settlement(subject, operation.call(input)));
  report.count('faultPoints');
  if (end.kind === 'stuck')
    return { found: [{ kind: 'stuck', text: `unsettled after ${end.afterMs} ms` }], struck: true };
  const after = await lookDrained(subject);
  report.count('envelopes', publishedBetween(before, after).length);
  const struck = strikes === undefined ? end.kind === 'rejected' : strikes > 0;
  if (!struck) return { found: disagreements(subject, before, after), struck };
  return {
    found: [...disagreements(subject, before, after), ...untrueAnswer(end.kind, stateChanged(before, after))],
    struck,
  };
}
