export { isConnectionSetup } from './connection-setup.ts';
export { type FaultReport, exploreFaults, quickFaults } from './faults/explore-faults.ts';
export type { ExploredOperation, OpenOperation } from './faults/explored-operation.ts';
export type { ExploreFaultsOptions } from './faults/fault-options.ts';
export type { ExploredFault, FaultRun, PlacedFault, RecordedStatement } from './faults/fault-run.ts';
export { type Invariant, type Seen, publishedIfAndOnlyIfCommitted } from './faults/invariant.ts';
export { type Observation, sameEntries } from './faults/observation.ts';
export type { Judgement, Outcome, Settlement } from './outcome.ts';
