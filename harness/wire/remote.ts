import type { FaultRule, Firing } from './fault.ts';
import type { Endpoint } from './endpoint.ts';
import type { StatementRecord } from './statement.ts';
import type { ConnectionRecord, WireProxyOptions } from './wire-proxy.ts';

/** What a proxy's process can be asked, by name; arguments and answers cross as structured clones. */
export interface RemoteCalls {
  start(options: WireProxyOptions): Endpoint;
  readStatements(): readonly StatementRecord[];
  readConnections(): readonly ConnectionRecord[];
  readFirings(): readonly Firing[];
  inject(rule: FaultRule): number;
  disarm(rule: number): void;
  reset(): void;
  stop(): void;
}

export type RemoteCall = {
  [Name in keyof RemoteCalls]: {
    readonly id: number;
    readonly name: Name;
    readonly arguments: Parameters<RemoteCalls[Name]>;
  };
}[keyof RemoteCalls];

export type RemoteAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } };
