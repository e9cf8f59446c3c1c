export { type RunOptions, type ScenarioOutcome, runScenario } from './run-scenario.ts';
export { runScenarios, summarise } from './run-scenarios.ts';
export {
  type SabotageCell,
  type SabotageOptions,
  type SabotageReport,
  type Survivor,
  runSabotage,
} from './run-sabotage.ts';
