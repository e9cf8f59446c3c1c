import { ObligationError, type ScenarioResult } from '../contract/index.ts';
import type { Suppression } from './read-suppressions.ts';

/** A scenario's result and, where it has one, the error behind it. */
export interface JudgedResult {
  readonly result: ScenarioResult;
  readonly error?: unknown;
}

/** What became of the results, and of the suppressions. */
export interface SuppressedResults {
  /** A scenario all of whose findings are accepted is skipped, and says by what; of any other, what is not accepted is left. */
  readonly results: readonly ScenarioResult[];
  /** Ids of the scenarios that are skipped for it. */
  readonly accepted: ReadonlySet<string>;
  /** Their day is over: they suppress nothing, and the proof fails until they are removed. */
  readonly expired: readonly Suppression[];
  /** Their scenario ran and found nothing of the kind. */
  readonly unused: readonly Suppression[];
}

/** Takes out of the results what a team has accepted; `today` is a day, `2027-03-31`. */
export function applySuppressions(
  judged: readonly JudgedResult[],
  suppressions: readonly Suppression[],
  today: string,
): SuppressedResults {
  const expired = suppressions.filter(({ expires }) => expires < today);
  const valid = suppressions.filter(({ expires }) => expires >= today);
  const used = new Set<Suppression>();
  const accepted = new Set<string>();
  const results = judged.map((one) => {
    const result = suppress(one, valid, used);
    if (result !== one.result && result.verdict === 'skipped') accepted.add(result.id);
    return result;
  });
  const ran = new Set(judged.flatMap(({ result }) => (result.verdict === 'skipped' ? [] : [result.id])));
  const unused = valid.filter((suppression) => ran.has(suppression.scenario) && !used.has(suppression));
  return { results, accepted, expired, unused };
}

function suppress(
  { result, error }: JudgedResult,
  suppressions: readonly Suppression[],
  used: Set<Suppression>,
): ScenarioResult {
  if (result.verdict !== 'failed' && result.verdict !== 'inconclusive') return result;
  const own = suppressions.filter(({ scenario }) => scenario === result.id);
  const findings = error instanceof ObligationError ? error.findings : [result.reason ?? ''];
  const left = findings.filter((finding) => !own.some((suppression) => finding.includes(suppression.finding)));
  const applied = own.filter(({ finding }) => findings.some((one) => one.includes(finding)));
  for (const suppression of applied) used.add(suppression);
  if (applied.length === 0) return result;
  const said = applied.map(({ place, expires, reason }) => `accepted until ${expires} (${place}): ${reason}`);
  return left.length === 0
    ? { ...result, verdict: 'skipped', reason: [...said, ...findings].join('\n') }
    : { ...result, reason: [...left, ...said].join('\n') };
}
