import type { Scenario, Suite } from '../scenarios/index.ts';
import { UsageError } from './usage-error.ts';

/** What the arguments ask for. */
export interface Selection {
  /** The suites concerned, each with the chosen scenarios only. */
  readonly suites: readonly Suite[];
  /** Ids that were asked for one by one: these may not be skipped. */
  readonly named: ReadonlySet<string>;
}

/** What suites prove, in words; as good as their names. */
const promises: Readonly<Record<string, string>> = { 'COMMIT-ONLY': 'COMMIT', 'SINGLE-QUERY': 'STAMPEDE' };

/** Chooses by scenario (`COMMIT-3`) or by suite (`COMMIT`, `commit-only`), in any case; nothing asked for is everything. */
export function selectScenarios(suites: readonly Suite[], ids: readonly string[]): Selection {
  const wanted = ids.map((id) => promises[id.toUpperCase()] ?? id.toUpperCase());
  const known = new Set(
    suites.flatMap((suite) => [suite.name as string, ...suite.scenarios.map((scenario) => scenario.id)]),
  );
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new UsageError(
      `unknown: ${unknown.join(', ')}. These are the suites:\n${listing(suites)}\nunknown: ${unknown.join(', ')}`,
    );
  const chosen = (suite: Suite, { id }: Scenario) =>
    wanted.length === 0 || wanted.includes(suite.name) || wanted.includes(id);
  return {
    suites: suites
      .map((suite) => ({ ...suite, scenarios: suite.scenarios.filter((scenario) => chosen(suite, scenario)) }))
      .filter((suite) => suite.scenarios.length > 0),
    named: new Set(wanted.filter((id) => id.includes('-'))),
  };
}

/** A fault point belongs to one scenario, which must explore some. */
export function refuseUnlessItTakesAPoint(suites: readonly Suite[]): void {
  const chosen = suites.flatMap(({ scenarios }) => scenarios);
  const [only] = chosen;
  if (chosen.length === 1 && only?.takesPoint === true) return;
  throw new UsageError('--point needs the id of one scenario that explores fault points: COMMIT-17 to COMMIT-21');
}

/** Every suite, a line each, with what it proves and the ids that it has. */
function listing(suites: readonly Suite[]): string {
  return suites
    .map(({ name, promise, scenarios }) => `  ${name}: ${promise} (${scenarios[0]?.id} to ${scenarios.at(-1)?.id})`)
    .join('\n');
}
