import type { SecureContextOptions, ConnectionOptions } from 'node:tls';
import type { TransactionStatus } from './conversation.ts';
import type { Endpoint } from './endpoint.ts';
import type { FaultRule, Firing } from './fault.ts';
import type { Intercept } from './intercept.ts';
import type { StatementRecord, WireStatement } from './statement.ts';

/** What to stand in front of, and where to listen. */
export interface WireProxyOptions {
  /** The server's URL; only its host and port are used, clients bring their own credentials. */
  readonly upstream: string;
  /** Default: a free port of 127.0.0.1. */
  readonly listen?:
    { readonly host?: string; readonly port?: number } | { readonly socketDirectory: string; readonly port?: number };
  /**
   * Key and certificate to speak TLS with clients, at their request or directly (`sslnegotiation=direct`); with the upstream's own,
   * channel binding works too. Without: plain.
   */
  readonly tls?: SecureContextOptions;
  /** TLS towards the server. Default: plain. */
  readonly upstreamTls?: ConnectionOptions;
  /** How long the server may take to let the proxy in, and then to say its first word (default 60 000 ms); its client is told, and closed. */
  readonly upstreamDeadlineMs?: number;
  /** A superuser's URL that does not lead through the proxy; only `kill-backend` needs it. */
  readonly adminUrl?: string;
  /** How many statements are remembered, the newest ones (default 10 000); as many firings, and connections that were closed. */
  readonly keepStatements?: number;
  /** Faults armed from the start. */
  readonly faults?: readonly FaultRule[];
}

/** What the proxy knows of one connection. Plain data. */
export interface ConnectionRecord {
  /** The proxy's number, from 1. */
  readonly id: number;
  readonly backendPid: number | null;
  readonly user: string | null;
  readonly database: string | null;
  readonly applicationName: string | null;
  /** Null until the server is ready for the first query. */
  readonly transactionStatus: TransactionStatus | null;
  readonly transactions: number;
  readonly statements: number;
  readonly isOpen: boolean;
}

/** A fault that waits for its statement, or has met it. */
export interface ArmedFault {
  readonly rule: number;
  /** What fired so far. */
  readFirings(): Promise<readonly Firing[]>;
  disarm(): Promise<void>;
}

/** A proxy, wherever it runs. */
export interface ObservedProxy extends AsyncDisposable {
  readonly endpoint: Endpoint;
  /** The same connection URL, leading through the proxy. */
  urlFor(url: string): string;
  readStatements(): Promise<readonly StatementRecord[]>;
  readConnections(): Promise<readonly ConnectionRecord[]>;
  readFirings(): Promise<readonly Firing[]>;
  inject(rule: FaultRule): Promise<ArmedFault>;
  /** Disarms every fault and forgets statements, firings and closed connections; open connections go on. */
  reset(): Promise<void>;
}

/** Called as statements pass; must not throw. */
export interface WireObserver {
  statementStarted?(statement: WireStatement): void;
  statementEnded?(statement: WireStatement): void;
  connectionOpened?(connection: ConnectionRecord): void;
  connectionClosed?(connection: ConnectionRecord): void;
}

/** A proxy in this process: everything it knows is at hand, and statements can be held. */
export interface WireProxy extends ObservedProxy {
  /** Those that came before the interceptors; one that failed while it was only prepared is in `readStatements`, and observed. */
  readonly statements: readonly WireStatement[];
  readonly connections: readonly ConnectionRecord[];
  readonly firings: readonly Firing[];
  /** Asks before every statement that is to be forwarded, after the faults; until the returned function is called. */
  intercept(intercept: Intercept): () => void;
  observe(observer: WireObserver): () => void;
}
