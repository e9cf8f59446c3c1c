import type { Scenario, ScenarioId } from './scenario.ts';
import type { Target } from './target.ts';

/** A target with one deliberate mistake, and the scenarios that must notice it. */
export interface Saboteur {
  readonly target: Target;
  /** The mistake, in one sentence. */
  readonly mistake: string;
  readonly caughtBy: readonly Catch[];
}

/** The scenario that must fail, and what it must say. */
export interface Catch {
  readonly scenario: ScenarioId;
  readonly message: RegExp;
}

/** Scenarios that belong together, the reference that passes them and the saboteurs that do not. */
export interface Suite {
  /** The prefix of its scenarios' ids. */
  readonly name: Uppercase<string>;
  /** What it proves, in one line for a newcomer. */
  readonly promise: string;
  readonly scenarios: readonly Scenario[];
  /** The reference; loaded late, so that listing scenarios needs no optional package. */
  readonly target: () => Promise<Target>;
  readonly saboteurs: () => Promise<readonly Saboteur[]>;
}
