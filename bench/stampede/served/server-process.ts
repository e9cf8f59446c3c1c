import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RustokError } from '../../../src/errors/index.ts';
import type { AnswerMessage, ServeOrder, ServedCalls } from './order.ts';

const childPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
);

/** A subject served in a process of its own, which ends when this is disposed of. */
export class ServerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #said = '';
  #url = '';

  private constructor() {
    this.#child = fork(childPath, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-2000);
    });
    this.#child.on('message', (message) => this.#receive(message as AnswerMessage));
    this.#child.once('error', (error) => this.#fail(error.message));
    this.#child.once('exit', (code, signal) => this.#fail(`it ended (${signal ?? code})`));
  }

  /** Resolves when it listens; rejects with `MISSING_PEER` where the library is not installed. */
  static async start(order: ServeOrder): Promise<ServerProcess> {
    const started = new ServerProcess();
    try {
      const listening = started.#expect(0);
      started.#child.send(order);
      started.#url = String(await listening);
      return started;
    } catch (error) {
      await started[Symbol.asyncDispose]();
      throw error;
    }
  }

  get url(): string {
    return this.#url;
  }

  async call<Name extends keyof ServedCalls>(
    name: Name,
    argument?: Parameters<ServedCalls[Name]>[0],
  ): Promise<Awaited<ReturnType<ServedCalls[Name]>>> {
    this.#lastId += 1;
    const answer = this.#expect(this.#lastId);
    this.#child.send({ id: this.#lastId, call: name, argument });
    return (await answer) as Awaited<ReturnType<ServedCalls[Name]>>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  #expect(id: number): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    this.#open.set(id, answer);
    return answer.promise;
  }

  #receive({ id, value, error }: AnswerMessage): void {
    const answer = this.#open.get(id);
    this.#open.delete(id);
    if (error === undefined) answer?.resolve(value);
    else answer?.reject(new RustokError(error.code ?? 'SERVER_PROCESS_FAILED', error.message));
  }

  #fail(why: string): void {
    const error = new RustokError(
      'SERVER_PROCESS_FAILED',
      `The serving process cannot be asked: ${why}. ${this.#said}`,
    );
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
