import type { Catch, Saboteur, Scenario, Suite, Verdict } from '../contract/index.ts';
import { inLanes } from './in-lanes.ts';
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

/** How a sabotage run goes on. */
export interface SabotageOptions extends RunOptions {
  /** So many saboteurs are tried at a time, each on a subject of its own; 1 unless told. */
  readonly sideBySide?: number;
}

/** Runs every saboteur under the scenarios that must catch it. */
export async function runSabotage(suites: readonly Suite[], options: SabotageOptions = {}): Promise<SabotageReport> {
  const trials: Trial[] = [];
  const emptyRows: string[] = [];
  for (const suite of suites) {
    const saboteurs = await suite.saboteurs();
    const caught = new Set(saboteurs.flatMap((saboteur) => saboteur.caughtBy.map(({ scenario }) => scenario)));
    emptyRows.push(...suite.scenarios.filter(({ id }) => !caught.has(id)).map(({ id }) => id));
    trials.push(...trialsOf(saboteurs, suite.scenarios));
  }
  const tried = await inLanes(trials, options.sideBySide ?? 1, async (trial) => {
    options.onProgress?.(`${trial.expected.scenario} against ${trial.saboteur.target.name}`);
    const cell = await runCell(trial, options);
    const survived = !isCaught(cell, trial.expected) && !(await isUnavailable(cell, trial.scenarios));
    return { cell, survivors: survived ? [{ ...cell, expected: trial.expected.message.source }] : [] };
  });
  return {
    matrix: tried.map(({ cell }) => cell),
    survivors: tried.flatMap(({ survivors }) => survivors),
    emptyRows,
  };
}

interface Trial {
  readonly saboteur: Saboteur;
  readonly expected: Catch;
  readonly scenarios: readonly Scenario[];
}

function trialsOf(saboteurs: readonly Saboteur[], scenarios: readonly Scenario[]): Trial[] {
  return saboteurs.flatMap((saboteur) => saboteur.caughtBy.map((expected) => ({ saboteur, expected, scenarios })));
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
  { saboteur: { target }, expected, scenarios }: Trial,
  options: RunOptions,
): Promise<SabotageCell> {
  const scenario = scenarios.find(({ id }) => id === expected.scenario);
  if (scenario === undefined) {
    return { target: target.name, scenario: expected.scenario, verdict: 'skipped', message: 'no such scenario' };
  }
  const outcome = await runScenario(target, scenario, options);
  return { target: target.name, scenario: scenario.id, verdict: outcome.verdict, message: outcome.reason ?? '' };
}
