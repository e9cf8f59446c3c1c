import { InconclusiveError, demand } from '../contract/index.ts';

/** What a crowd of callers was told. */
export interface Answers {
  readonly asked: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Callers that were told nothing in time, and why. */
  readonly unanswered: Readonly<Record<string, number>>;
  /** Bodies by status, one of each. */
  readonly samples: Readonly<Record<string, string>>;
  /** How many different bodies there were, where they were compared. */
  readonly distinct?: number;
  /** Answers without the text that was asked for. */
  readonly misnamed: number;
  readonly misnamedSample?: string;
  /** Why the crowd itself cannot be believed; empty when it can. */
  readonly doubts: readonly string[];
}

/** Demands that every caller was answered with one of these statuses and, where a name was asked for, by that name. */
export function demandAnswers(who: string, answers: Answers, statuses: readonly number[]): void {
  const { asked, unanswered, misnamed, doubts } = answers;
  if (doubts.length > 0) throw new InconclusiveError(`${who}: the load cannot be believed: ${doubts.join('; ')}`);
  const silent = total(unanswered);
  demand(silent === 0, `${who}: ${silent} of ${asked} got no answer (${list(unanswered)})`);
  const wrong = Object.keys(answers.statuses).filter((status) => !statuses.includes(Number(status)));
  const sample = wrong[0] === undefined ? '' : answers.samples[wrong[0]];
  demand(
    wrong.length === 0 && total(answers.statuses) === asked,
    `${who}: told ${list(answers.statuses)} instead of ${statuses.join(' or ')}; for example ${sample}`,
  );
  demand(
    misnamed === 0,
    `${who}: ${misnamed} of ${asked} answers do not hold the tenant's name; for example ${answers.misnamedSample}`,
  );
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what} × ${count}`)
    .join(', ');
}
