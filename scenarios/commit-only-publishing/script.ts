import { randomUUID } from 'node:crypto';
import { ObligationError, type Operation, type Reporter, type Subject, type UnitStep } from '../contract/index.ts';
import type { Finding } from './finding.ts';
import { nameOf } from './agreement.ts';
import { lookDrained, publishedBetween } from './observation.ts';
import { type Settlement, describeError, settlement } from './settle.ts';

/** A script for the operation `unitOfWork`, and what must remain of it. */
export interface Script {
  readonly name: string;
  readonly steps: readonly UnitStep[];
  readonly ends: 'resolved' | 'rejected';
  /** The ids whose row is committed and whose event is published, in order; no other. */
  readonly remain: readonly string[];
}

/** A fresh id, which a script writes and publishes. */
export const newId = (): string => randomUUID();

/** Writes the row of this id and publishes its event. */
export const record = (id: string): UnitStep[] => [{ write: id }, { publish: id }];

/** The operation that runs scripts. */
function unitOfWork(subject: Subject): Operation {
  const operation = subject.operations['unitOfWork'];
  if (operation === undefined)
    throw new ObligationError('the target declares unit-of-work, its subject has no operation unitOfWork');
  return operation;
}

/** Starts one script and says how it ended for its caller. */
export function runSteps(subject: Subject, steps: readonly UnitStep[]): Promise<Settlement> {
  return settlement(subject, unitOfWork(subject).call(steps));
}

/** Runs one script alone and compares what remains with what must remain. */
export async function judgeScript(subject: Subject, report: Reporter, script: Script): Promise<Finding[]> {
  const before = await lookDrained(subject);
  const end = await runSteps(subject, script.steps);
  report.count('faultPoints');
  if (end.kind === 'stuck') return [{ kind: 'stuck', text: `${script.name}: unsettled after ${end.afterMs} ms` }];
  const after = await lookDrained(subject);
  const published = publishedBetween(before, after);
  report.count('envelopes', published.length);
  const committed = idsIn(script.steps).filter((id) => after.state.some(({ row }) => row['id'] === id));
  const findings = compareIds(
    script.remain,
    committed,
    published.map((envelope) => idOf(envelope, script.steps) ?? nameOf(envelope)),
  );
  if (end.kind !== script.ends) {
    const told = end.kind === 'rejected' ? `an error (${describeError(end.error)})` : 'success';
    findings.push({ kind: end.kind === 'resolved' ? 'lost' : 'ambiguous', text: `the caller was told ${told}` });
  }
  return findings.map((finding) => ({ ...finding, text: `${script.name}: ${finding.text}` }));
}

/** Compares ids that must remain with those committed and those published. */
export function compareIds(
  remain: readonly string[],
  committed: readonly string[],
  published: readonly string[],
): Finding[] {
  return [
    ...missing(committed, remain).map((id): Finding => ({
      kind: 'torn',
      text: `row ${id} is committed, it must not be`,
    })),
    ...missing(remain, committed).map((id): Finding => ({
      kind: 'lost',
      text: `row ${id} is not committed, it must be`,
    })),
    ...missing(published, remain).map((id): Finding => ({
      kind: 'ghost',
      text: `the event of ${id} was published, though rolled back`,
    })),
    ...missing(remain, published).map((id): Finding => ({
      kind: 'lost',
      text: `the event of ${id} was never published`,
    })),
  ];
}

/** Every id that a script writes or publishes, in order of appearance, each once. */
function idsIn(steps: readonly UnitStep[]): string[] {
  const ids = steps.flatMap((step) => {
    if ('write' in step) return [step.write];
    if ('publish' in step) return [step.publish];
    return 'savepoint' in step ? idsIn(step.savepoint) : [];
  });
  return [...new Set(ids)];
}

function idOf(envelope: object, steps: readonly UnitStep[]): string | undefined {
  const text = JSON.stringify(envelope);
  return idsIn(steps).find((id) => text.includes(id));
}

function missing(from: readonly string[], others: readonly string[]): string[] {
  return from.filter((id) => !others.includes(id));
}
