import type { Catch, Saboteur, Scenario, Suite, Verdict } from '../contract/index.ts';
import { type RunOptions, runScenario } from './run-scenario.ts';

/** One saboteur under one scenario that must notice it. */
export interface SabotageCell {
  readonly target: string;
  readonly scenario: string;
  readonly verdict: Verdict;
  readonly message: string;
}

/** A saboteur that its scenario did not fail with the expected message. */
export interface Survivor extends SabotageCell {
  readonly expected: string;
}

/** What `sabotage --reporter json` prints. */
export interface SabotageReport {
  readonly matrix: readonly SabotageCell[];
  readonly survivors: readonly Survivor[];
  /** Scenarios that no saboteur is there for. */
  readonly emptyRows: readonly string[];
}

/** Runs every saboteur under the scenarios that must catch it. */
export async function runSabotage(suites: readonly Suite[], options: RunOptions = {}): Promise<SabotageReport> {
  const matrix: SabotageCell[] = [];
  const survivors: Survivor[] = [];
  const emptyRows: string[] = [];
  for (const suite of suites) {
    const saboteurs = await suite.saboteurs();
    const caught = new Set(saboteurs.flatMap((saboteur) => saboteur.caughtBy.map(({ scenario }) => scenario)));
    emptyRows.push(...suite.scenarios.filter(({ id }) => !caught.has(id)).map(({ id }) => id));
    for (const { saboteur, expected } of cells(saboteurs)) {
      options.onProgress?.(`${expected.scenario} against ${saboteur.target.name}`);
      const cell = await runCell(saboteur, expected, suite.scenarios, options);
      matrix.push(cell);
      if (!isCaught(cell, expected) && !(await isUnavailable(cell, suite.scenarios)))
        survivors.push({ ...cell, expected: expected.message.source });
    }
  }
  return { matrix, survivors, emptyRows };
}

function cells(saboteurs: readonly Saboteur[]): { saboteur: Saboteur; expected: Catch }[] {
  return saboteurs.flatMap((saboteur) => saboteur.caughtBy.map((expected) => ({ saboteur, expected })));
}

/** What the kit has not got here catches nobody, and nobody can be blamed for it. */
async function isUnavailable({ scenario: id }: SabotageCell, scenarios: readonly Scenario[]): Promise<boolean> {
  const available = await scenarios.find((one) => one.id === id)?.available?.();
  return typeof available === 'string';
}

function isCaught(cell: SabotageCell, expected: Catch): boolean {
  return cell.verdict === 'failed' && expected.message.test(cell.message);
}

async function runCell(
  { target }: Saboteur,
  expected: Catch,
  scenarios: readonly Scenario[],
  options: RunOptions,
): Promise<SabotageCell> {
  const scenario = scenarios.find(({ id }) => id === expected.scenario);
  if (scenario === undefined) {
    return { target: target.name, scenario: expected.scenario, verdict: 'skipped', message: 'no such scenario' };
  }
  const outcome = await runScenario(target, scenario, options);
  return { target: target.name, scenario: scenario.id, verdict: outcome.verdict, message: outcome.reason ?? '' };
}
