export type { Action } from './action.ts';
export type { TransactionStatus } from './conversation.ts';
export type { Endpoint } from './endpoint.ts';
export type { Fault, FaultKind, FaultPlace, FaultRule, Firing } from './fault.ts';
export type { Intercept } from './intercept.ts';
export { startProxy } from './start-proxy.ts';
export { startProxyProcess } from './start-proxy-process.ts';
export type { StatementOutcome, StatementRecord, WireCommand, WireParameter, WireStatement } from './statement.ts';
export { commitsTransaction, endsTransaction } from './transaction-text.ts';
export type {
  ArmedFault,
  ConnectionRecord,
  ObservedProxy,
  WireObserver,
  WireProxy,
  WireProxyOptions,
} from './wire-proxy.ts';
