import { type Socket, createServer } from 'node:net';
import { unlink } from 'node:fs/promises';
import { forward } from './action.ts';
import { BackendKiller } from './backend-killer.ts';
import { checkProxyOptions } from './check-options.ts';
import { type Endpoint, describeEndpoint, endpointOf, urlAt } from './endpoint.ts';
import { FaultRules } from './fault-rules.ts';
import type { FaultRule, Firing } from './fault.ts';
import type { Intercept } from './intercept.ts';
import { listen } from './listen.ts';
import { Session } from './session.ts';
import type { StatementRecord, WireStatement } from './statement.ts';
import type { Upstream } from './upstream.ts';
import type { ArmedFault, ConnectionRecord, WireObserver, WireProxy, WireProxyOptions } from './wire-proxy.ts';

/**
 * Starts a proxy in this process; its clients must not need this event loop while it is blocked (see `startProxyProcess`). A
 * `ValidationError` (INVALID_CONFIGURATION) names every option that cannot be, a `DependencyError` (PROXY_CANNOT_LISTEN) says why it cannot listen.
 */
export async function startProxy(options: WireProxyOptions): Promise<WireProxy> {
  checkProxyOptions(options);
  const proxy = new Proxy(options);
  await proxy.listen();
  return proxy;
}

class Proxy implements WireProxy {
  readonly #options: WireProxyOptions;
  readonly #upstream: Upstream;
  readonly #killer: BackendKiller;
  readonly #faults: FaultRules;
  readonly #server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Map<number, Session>();
  readonly #observers = new Set<WireObserver>();
  #intercepts: Intercept[] = [];
  #statements: WireStatement[] = [];
  #sessionNumbers = 0;
  #sequence = 0;
  #endpoint: Endpoint | undefined;

  constructor(options: WireProxyOptions) {
    this.#options = options;
    this.#upstream = { endpoint: endpointOf(options.upstream), tls: options.upstreamTls };
    this.#killer = new BackendKiller(options.adminUrl);
    this.#faults = new FaultRules((pid) => this.#killer.kill(pid));
    for (const rule of options.faults ?? []) this.#faults.arm(rule);
  }

  async listen(): Promise<void> {
    this.#endpoint = await listen(this.#server, this.#options.listen);
  }

  get endpoint(): Endpoint {
    if (this.#endpoint === undefined) throw new Error('unreachable: the proxy is handed out when it listens');
    return this.#endpoint;
  }

  get statements(): readonly WireStatement[] {
    return this.#statements;
  }

  get connections(): readonly ConnectionRecord[] {
    return [...this.#sessions.values()].map((session) => session.record());
  }

  get firings(): readonly Firing[] {
    return this.#faults.firings;
  }

  urlFor(url: string): string {
    return urlAt(url, this.endpoint, this.#options.tls !== undefined);
  }

  readStatements(): Promise<readonly StatementRecord[]> {
    return Promise.resolve(this.#statements.map((one) => one.toRecord()));
  }

  readConnections(): Promise<readonly ConnectionRecord[]> {
    return Promise.resolve(this.connections);
  }

  readFirings(): Promise<readonly Firing[]> {
    return Promise.resolve(this.#faults.firings.map((one) => ({ ...one, statement: one.statement.toRecord() })));
  }

  async inject(rule: FaultRule): Promise<ArmedFault> {
    const number = this.#faults.arm(rule);
    return {
      rule: number,
      readFirings: async () => (await this.readFirings()).filter((one) => one.rule === number),
      disarm: async () => this.#faults.disarm(number),
    };
  }

  reset(): Promise<void> {
    this.#faults.disarmAll();
    this.#faults.firings.length = 0;
    this.#statements = [];
    this.#sequence = 0;
    for (const [id, session] of this.#sessions) if (!session.record().isOpen) this.#sessions.delete(id);
    return Promise.resolve();
  }

  intercept(intercept: Intercept): () => void {
    this.#intercepts = [...this.#intercepts, intercept];
    return () => {
      this.#intercepts = this.#intercepts.filter((one) => one !== intercept);
    };
  }

  observe(observer: WireObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  #accept(client: Socket): void {
    this.#sockets.add(client);
    client.once('close', () => this.#sockets.delete(client));
    this.#sessionNumbers += 1;
    const id = this.#sessionNumbers;
    const session = new Session(id, {
      nextSequence: () => (this.#sequence += 1),
      statementStarted: (statement) => this.#started(statement),
      statementEnded: (statement) => {
        for (const observer of this.#observers) observer.statementEnded?.(statement);
      },
    });
    this.#sessions.set(id, session);
    const closed = () => {
      for (const observer of this.#observers) observer.connectionClosed?.(session.record());
    };
    void session
      .open(client, this.#upstream, this.#options.tls, { intercept: () => this.#interceptor(), closed })
      .then((kind) => {
        // Only what became a session is a connection; a cancel request or a refused client is none.
        if (kind !== 'session') this.#sessions.delete(id);
        else for (const observer of this.#observers) observer.connectionOpened?.(session.record());
      });
  }

  #started(statement: WireStatement): void {
    this.#statements.push(statement);
    const kept = this.#options.keepStatements ?? 10_000;
    if (this.#statements.length > 2 * kept) this.#statements = this.#statements.slice(-kept);
    for (const observer of this.#observers) observer.statementStarted?.(statement);
  }

  #interceptor(): Intercept | undefined {
    const faults = this.#faults.intercept;
    const others = this.#intercepts;
    if (others.length === 0) return faults;
    return async (statement) => {
      for (const intercept of faults === undefined ? others : [faults, ...others]) {
        const action = await intercept(statement);
        if (action !== undefined && action !== forward) return action;
      }
      return forward;
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const session of this.#sessions.values()) session.destroy();
    for (const socket of this.#sockets) socket.destroy();
    await stopped;
    await this.#killer[Symbol.asyncDispose]();
    if (this.endpoint.kind === 'socket') await unlink(describeEndpoint(this.endpoint)).catch(() => undefined);
  }
}
