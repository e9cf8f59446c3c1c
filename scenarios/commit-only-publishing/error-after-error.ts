import {
  InconclusiveError,
  type JsonValue,
  type Operation,
  type Reporter,
  type Scenario,
  type Subject,
} from '../contract/index.ts';
import { Levers, type Write, raisingTrigger } from '../levers/index.ts';
import { disagreements } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { type Observation, look, lookDrained, stateChanged } from './observation.ts';
import { describeError, settlement } from './settle.ts';
import { runUndisturbed } from './undisturbed.ts';
import { untrueAnswer } from './untrue-answer.ts';

/** More than a usual pool has connections. */
const refusals = 32;

/** Calls that the server refused, and how they came to an end. */
interface RefusedCalls {
  /** How many callers saw the error that the obstacle made. */
  readonly errors: number;
  /** The call after them. `itself`: it failed although nothing refused it; undefined when there was none. */
  readonly next: 'resolved' | 'itself' | { readonly unsettledAfterMs: number } | undefined;
}

/** The server refuses call upon call of one running service; then nothing is in the way of one more, and the service must have kept nothing. */
export const errorAfterError: Scenario = {
  id: 'COMMIT-35',
  title: 'MUST give back what it took, error after error',
  needs: ['real-commit'],
  opens: { deadlineMs: 2_000 },
  deadlineMs: 300_000,
  run: async (subject, report) => {
    await using levers = await Levers.open(subject);
    const findings: Finding[] = [];
    const unstruck: string[] = [];
    for (const [name, operation] of mutatingOperations(subject)) {
      const { writes } = await runUndisturbed(subject, levers, name, operation);
      const { found, errors } = await exhaust(subject, report, levers, { operation, write: writes[0] as Write });
      findings.push(...found.map((finding) => ({ ...finding, text: `${name}, ${finding.text}` })));
      if (errors === 0 && found.length === 0) unstruck.push(name);
      report.progress(`  ${name}: ${errors} errors`);
      // Whoever has run out of something cannot be asked for anything else.
      if (findings.length >= report.enough || found.some(({ kind }) => kind === 'stuck')) break;
    }
    countFindings(report, findings);
    demandNone(findings);
    if (unstruck.length > 0)
      throw new InconclusiveError(`the refused write never failed a call of ${unstruck.join(', ')}`);
  },
};

/** One operation that writes so, refused again and again, and once more with nothing in its way. */
async function exhaust(
  subject: Subject,
  report: Reporter,
  levers: Levers,
  { operation, write }: { readonly operation: Operation; readonly write: Write },
): Promise<{ readonly found: Finding[]; readonly errors: number }> {
  // Each call has an input of its own: a service may remember what it answered to a key.
  const inputs: JsonValue[] = [];
  for (let count = 0; count < refusals; count += 1) inputs.push(await operation.prepare());
  const lastInput = await operation.prepare();
  const before = await lookDrained(subject);
  const point = raisingTrigger(write, 'before');
  const { result } = await levers.during(point, (strikesSoFar) =>
    refuseEach(subject, report, operation, inputs, strikesSoFar),
  );
  const { errors, next } = result;
  if (typeof next === 'object') {
    const text = `${point.name}, after ${errors} errors: unsettled after ${next.unsettledAfterMs} ms`;
    return { errors, found: [{ kind: 'stuck', text }] };
  }
  const between = await look(subject);
  const found = untrue(subject, result, before, between).map(({ kind, text }) => ({
    kind,
    text: `${point.name}: ${text}`,
  }));
  const end = await settlement(subject, operation.call(lastInput));
  const at = `undisturbed after ${errors} errors`;
  if (end.kind === 'stuck')
    return { errors, found: [...found, { kind: 'stuck', text: `${at}: unsettled after ${end.afterMs} ms` }] };
  if (end.kind === 'rejected')
    return { errors, found: [...found, { kind: 'stuck', text: `${at}: failed: ${describeError(end.error)}` }] };
  const after = await lookDrained(subject);
  const since = stateChanged(before, between) ? before : between;
  const apart = [...disagreements(subject, since, after), ...untrueAnswer('resolved', stateChanged(between, after))];
  return { errors, found: [...found, ...apart.map(({ kind, text }) => ({ kind, text: `${at}: ${text}` }))] };
}

/** Ends before its time at a call that the obstacle did not fail: what the service refuses by itself, it refuses until its deadline. */
async function refuseEach(
  subject: Subject,
  report: Reporter,
  operation: Operation,
  inputs: readonly JsonValue[],
  strikesSoFar: () => Promise<number>,
): Promise<RefusedCalls> {
  let strikes = 0;
  for (const [errors, input] of inputs.entries()) {
    report.signal.throwIfAborted();
    const end = await settlement(subject, operation.call(input));
    if (end.kind === 'stuck') return { errors, next: { unsettledAfterMs: end.afterMs } };
    if (end.kind === 'resolved') return { errors, next: 'resolved' };
    const strikesNow = await strikesSoFar();
    if (strikesNow === strikes) return { errors, next: 'itself' };
    strikes = strikesNow;
    report.count('faultPoints');
  }
  return { errors: inputs.length, next: undefined };
}

/** What the refused callers were told, against what was committed until the last one was answered. */
function untrue(subject: Subject, { next }: RefusedCalls, before: Observation, between: Observation): Finding[] {
  const isCommitted = stateChanged(before, between);
  if (next === 'resolved') return untrueAnswer('resolved', isCommitted);
  return isCommitted ? untrueAnswer('rejected', isCommitted) : disagreements(subject, before, between);
}
