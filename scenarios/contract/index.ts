export { Activities, type Activity, type ActivityListener } from './activity.ts';
export type { Capability } from './capability.ts';
export type {
  Detail,
  FaultCell,
  FaultMatrix,
  ScenarioDetail,
  ScheduleEntry,
  ScheduleSet,
  ShownSchedule,
  TimelineEntry,
  TimelineKind,
} from './detail.ts';
export type { ExpectedEvent, PublishedEnvelope, StateRow } from './envelope.ts';
export { InconclusiveError, ObligationError, demand } from './errors.ts';
export type { Evidence, Reporter } from './evidence.ts';
export type {
  HttpAnswer,
  HttpConnection,
  HttpRequest,
  HttpService,
  NodeSeed,
  ProgramCaller,
  RoleName,
  RowSeeds,
  ServedRoute,
  TenantSeed,
  TokenSigning,
  UserSeed,
} from './http-service.ts';
export type { JsonValue } from './json.ts';
export type { Operation, OperationCall, OperationProcess } from './operation.ts';
export type { ProofReport, ScenarioResult, Verdict } from './result.ts';
export type { Scenario, ScenarioId } from './scenario.ts';
export type { EventColumns, Subject } from './subject.ts';
export type { Catch, Saboteur, Suite } from './suite.ts';
export type { OpenOptions, Target } from './target.ts';
export type {
  CacheAccess,
  CalledTenantLookup,
  InstancesOptions,
  InstanceTimes,
  LoaderAccess,
  LookedUpTenant,
  LookupOptions,
  ServedTenantLookup,
  SharedBy,
  TenantAnswer,
  TenantInstance,
  TenantLookup,
  TenantLookupSubject,
  TenantQuestion,
  TenantRoute,
  ToldCrowd,
} from './tenant-lookup.ts';
export type { UnitStep } from './unit-of-work.ts';
export type { ConnectedService, ServiceProcess, WireAccess } from './wire-access.ts';
