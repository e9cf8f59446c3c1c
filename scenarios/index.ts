export * from './contract/index.ts';
export { suites } from './registry.ts';
export {
  renderJson,
  renderJunit,
  renderPretty,
  renderSabotage,
  type Paint,
  type PaintColour,
  plainPaint,
} from './report/index.ts';
export {
  type RunOptions,
  type SabotageCell,
  type SabotageOptions,
  type SabotageReport,
  type ScenarioOutcome,
  type Survivor,
  runSabotage,
  runScenario,
  runScenarios,
  summarise,
} from './runner/index.ts';
export { scheduleSet } from './schedule-journal/index.ts';
export { describeScenarios } from './vitest.ts';
export { ConfigurationError } from './configuration/index.ts';
export { openService } from './service/index.ts';
export { type SuppressedResults, type Suppression, applySuppressions, readSuppressions } from './suppressions/index.ts';
