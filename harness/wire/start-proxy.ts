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
import { Newest } from './newest.ts';
import { Session } from './session.ts';
import type { StatementRecord, WireStatement } from './statement.ts';
import type { Upstream } from './upstream.ts';
import type { ArmedFault, ConnectionRecord, WireObserver, WireProxy, WireProxyOptions } from './wire-proxy.ts';

/** As long as the server's own authentication_timeout waits for a client. */
const defaultDeadlineMs = 60_000;
const defaultKept = 10_000;

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
  readonly #statements: Newest<WireStatement>;
  readonly #closedConnections: Newest<ConnectionRecord>;
  readonly #observers = new Set<WireObserver>();
  #intercepts: Intercept[] = [];
  #sessionNumbers = 0;
  #sequence = 0;
  #endpoint: Endpoint | undefined;

  constructor(options: WireProxyOptions) {
    this.#options = options;
    this.#upstream = {
      endpoint: endpointOf(options.upstream),
      tls: options.upstreamTls,
      deadlineMs: options.upstreamDeadlineMs ?? defaultDeadlineMs,
    };
    this.#killer = new BackendKiller(options.adminUrl);
    const kept = options.keepStatements ?? defaultKept;
    this.#statements = new Newest(kept);
    this.#closedConnections = new Newest(kept);
    this.#faults = new FaultRules((pid) => this.#killer.kill(pid), kept);
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
    return this.#statements.all.filter((one) => one.wasToExecute);
  }

  get connections(): readonly ConnectionRecord[] {
    const open = [...this.#sessions.values()].map((session) => session.record());
    return [...this.#closedConnections.all, ...open].sort((one, other) => one.id - other.id);
  }

  get firings(): readonly Firing[] {
    return this.#faults.firings;
  }

  urlFor(url: string): string {
    return urlAt(url, this.endpoint, this.#options.tls !== undefined);
  }

  readStatements(): Promise<readonly StatementRecord[]> {
    return Promise.resolve(this.#statements.all.map((one) => one.toRecord()));
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
    this.#faults.forgetFirings();
    this.#statements.forget();
    this.#closedConnections.forget();
    this.#sequence = 0;
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
    this.#track(client);
    this.#sessionNumbers += 1;
    const id = this.#sessionNumbers;
    const session = new Session(id, {
      nextSequence: () => (this.#sequence += 1),
      statementStarted: (statement) => this.#started(statement),
      statementEnded: (statement) => this.#ended(statement),
      preparationFailed: (statement) => {
        this.#started(statement);
        this.#ended(statement);
      },
    });
    this.#sessions.set(id, session);
    const hooks = {
      intercept: () => this.#interceptor(),
      connected: (server: Socket) => this.#track(server),
      closed: () => this.#closed(session),
    };
    void session.open(client, this.#upstream, this.#options.tls, hooks).then((kind) => {
      // Only what became a session is a connection; a cancel request or a refused client is none.
      if (kind !== 'session') this.#sessions.delete(id);
      else for (const observer of this.#observers) observer.connectionOpened?.(session.record());
    });
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #closed(session: Session): void {
    const record = session.record();
    this.#sessions.delete(record.id);
    this.#faults.forgetConnection(record.id);
    if (session.wasConnected) this.#closedConnections.add(record);
    for (const observer of this.#observers) observer.connectionClosed?.(record);
  }

  #started(statement: WireStatement): void {
    this.#statements.add(statement);
    for (const observer of this.#observers) observer.statementStarted?.(statement);
  }

  #ended(statement: WireStatement): void {
    for (const observer of this.#observers) observer.statementEnded?.(statement);
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
