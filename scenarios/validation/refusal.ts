import type { HttpAnswer, HttpRequest, Reporter } from '../contract/index.ts';
import { clipped, problemFaults, refusedFields, sendAll } from '../http/index.ts';
import type { Stage } from './stage.ts';

/** A request that must be refused. */
export interface Refusal {
  /** What is wrong with it. */
  readonly name: string;
  readonly request: HttpRequest;
  /** The statuses that the specification leaves open; 400 when left out. */
  readonly due?: readonly number[];
  /** The field that alone must be named; a name may go on inside of it. */
  readonly field?: string;
}

/** Sends every request, and tells what was not refused as it must be. */
export async function findUnrefused(stage: Stage, report: Reporter, refusals: readonly Refusal[]): Promise<string[]> {
  await stage.rows.commit(stage.http);
  const answered = await sendAll(stage.http, report, refusals);
  return answered.flatMap((refusal) => faultsOf(refusal, refusal.answer).map((fault) => `${refusal.name}: ${fault}`));
}

function faultsOf({ due = [400], field }: Refusal, answer: HttpAnswer): string[] {
  const { status, body } = answer;
  if (!due.includes(status)) return [`${status} instead of ${due.join(' or ')}: ${clipped(body)}`];
  const faults = problemFaults(answer);
  if (field === undefined) return faults;
  const named = refusedFields(answer);
  const isNamed = named.length > 0 && named.every((name) => isWithin(name, field));
  return isNamed ? faults : [...faults, `it names ${named.join(', ') || 'no field'} instead of ${field}`];
}

/** Whether a field is named, or something inside of it. */
export function isWithin(name: string, field: string): boolean {
  return name === field || (name.startsWith(field) && /^[.[]/.test(name.slice(field.length)));
}
