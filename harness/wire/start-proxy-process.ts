import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { DependencyError } from '../../src/errors/index.ts';
import { checkRemoteFaultRule } from './check-fault.ts';
import { checkProcessOptions } from './check-options.ts';
import { type Endpoint, urlAt } from './endpoint.ts';
import type { FaultRule, Firing } from './fault.ts';
import type { RemoteAnswer, RemoteCalls } from './remote.ts';
import type { StatementRecord } from './statement.ts';
import type { ArmedFault, ConnectionRecord, ObservedProxy, WireProxyOptions } from './wire-proxy.ts';

const childFile = new URL(import.meta.url.endsWith('.ts') ? './proxy-child.ts' : './proxy-child.js', import.meta.url);

/** Starts a proxy in a process of its own, so that a client that blocks its event loop does not block its database; it ends with this process. */
export async function startProxyProcess(options: WireProxyOptions): Promise<ObservedProxy> {
  checkProcessOptions(options);
  // None of the parent's flags (a debugger's port, a test runner's loader) belong in the child.
  const child = fork(childFile, {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const remote = new RemoteProxy(child, options);
  try {
    await remote.start();
    return remote;
  } catch (error) {
    child.kill();
    throw error;
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

class RemoteProxy implements ObservedProxy {
  readonly #child: ChildProcess;
  readonly #options: WireProxyOptions;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #endpoint: Endpoint | undefined;

  constructor(child: ChildProcess, options: WireProxyOptions) {
    this.#child = child;
    this.#options = options;
    child.on('message', (message: RemoteAnswer) => this.#answered(message));
    child.once('exit', (code, signal) => this.#ended(`ended (${signal ?? code ?? 'unknown'})`));
    child.once('error', (error) => this.#ended(error.message));
  }

  async start(): Promise<void> {
    this.#endpoint = await this.#call('start', this.#options);
    // It must not keep this process alive; it is told by the channel's end.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get endpoint(): Endpoint {
    if (this.#endpoint === undefined) throw new Error('unreachable: the proxy is handed out when it listens');
    return this.#endpoint;
  }

  urlFor(url: string): string {
    return urlAt(url, this.endpoint, this.#options.tls !== undefined);
  }

  readStatements(): Promise<readonly StatementRecord[]> {
    return this.#call('readStatements');
  }

  readConnections(): Promise<readonly ConnectionRecord[]> {
    return this.#call('readConnections');
  }

  readFirings(): Promise<readonly Firing[]> {
    return this.#call('readFirings');
  }

  async inject(rule: FaultRule): Promise<ArmedFault> {
    checkRemoteFaultRule(rule);
    const number = await this.#call('inject', rule);
    return {
      rule: number,
      readFirings: async () => (await this.readFirings()).filter((one) => one.rule === number),
      disarm: () => this.#call('disarm', number),
    };
  }

  reset(): Promise<void> {
    return this.#call('reset');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await this.#call('stop').catch(() => undefined);
    this.#child.ref();
    const exited = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    await exited;
  }

  #call<Name extends keyof RemoteCalls>(
    name: Name,
    ...args: Parameters<RemoteCalls[Name]>
  ): Promise<ReturnType<RemoteCalls[Name]>> {
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      // The channel holds this process only while an answer is due.
      this.#child.channel?.ref();
      this.#child.send({ id, name, arguments: args }, (error) => {
        if (error !== null) this.#settle(id)?.reject(failure(error.message));
      });
    });
  }

  #answered(message: RemoteAnswer): void {
    const waiting = this.#settle(message.id);
    if ('error' in message) waiting?.reject(new DependencyError(message.error.message, { code: message.error.code }));
    else waiting?.resolve(message.value);
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#child.channel?.unref();
    return waiting;
  }

  #ended(reason: string): void {
    for (const id of this.#waiting.keys()) this.#settle(id)?.reject(failure(reason));
  }
}

function failure(reason: string): DependencyError {
  return new DependencyError(`The proxy process did not answer: ${reason}`, { code: 'PROXY_FAILED' });
}
