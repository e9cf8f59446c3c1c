export { type Baseline, sayRegression } from './baseline.ts';
export { type Gates, exceeded } from './gates.ts';
export {
  type CaseName,
  type LoadSizes,
  type Progress,
  type StampedeOptions,
  caseNames,
  usualCases,
} from './options.ts';
export { readBaseline } from './read-baseline.ts';
export { type StampedeReport, stampedeReport } from './report.ts';
export { renderStampede, sayVersions } from './render.ts';
export { type StampedeRun, runStampede } from './run.ts';
export type { ServiceOptions } from './service/options.ts';
export { runService } from './service/run.ts';
export { everyResolver, subjectNamed } from './subjects/index.ts';
export type { Trace } from './measurement.ts';
export { percentilesOf } from './percentiles.ts';
export type { Taken } from './rows.ts';
