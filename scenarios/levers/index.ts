export {
  type FaultPoint,
  deferredConstraint,
  fullTablespace,
  heldTransaction,
  raisingTrigger,
  refusedLastRow,
  revokedRight,
  terminatedAfterLastRow,
  terminatedBackend,
  violatedConstraint,
} from './fault-point.ts';
export { newGateKey } from './gate-key.ts';
export { Levers } from './levers.ts';
export type { RestPoint } from './rest-point.ts';
export { sessionsAtWork, untilAtRest } from './sessions.ts';
export { untilTrue } from './until.ts';
export type { Write, WriteKind } from './written-tables.ts';
