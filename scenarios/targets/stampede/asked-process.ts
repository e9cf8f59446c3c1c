import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { InconclusiveError } from '../../contract/index.ts';
import type { AnswerMessage, Calls } from './answer-calls.ts';

/** A process that does what it is asked for, and ends when this is disposed of. Its file calls `answerCalls`. */
export class AskedProcess<Names extends Calls<Names>> implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #said = '';

  private constructor(path: string) {
    this.#child = fork(path, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-2000);
    });
    this.#child.on('message', (message) => this.#receive(message as AnswerMessage));
    this.#child.once('error', (error) => this.#fail(error.message));
    this.#child.once('exit', (code, signal) => this.#fail(`it ended (${signal ?? code})`));
  }

  /** Resolves to the process and what it says when it has begun. */
  static async start<Names extends Calls<Names>>(
    path: string,
    order: object,
  ): Promise<{ process: AskedProcess<Names>; greeting: string }> {
    const asked = new AskedProcess<Names>(path);
    try {
      const begun = asked.#expect(0);
      asked.#child.send(order);
      return { process: asked, greeting: String(await begun) };
    } catch (error) {
      await asked[Symbol.asyncDispose]();
      throw error;
    }
  }

  async call<Name extends keyof Names & string>(
    name: Name,
    argument?: Parameters<Names[Name]>[0],
  ): Promise<Awaited<ReturnType<Names[Name]>>> {
    this.#lastId += 1;
    const answer = this.#expect(this.#lastId);
    this.#child.send({ id: this.#lastId, call: name, argument });
    return (await answer) as Awaited<ReturnType<Names[Name]>>;
  }

  /** By SIGKILL; what it held at the database ends with its sockets. */
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
    else answer?.reject(new InconclusiveError(`A process of the target failed: ${error}`));
  }

  #fail(why: string): void {
    const error = new InconclusiveError(`A process of the target cannot be asked: ${why}. ${this.#said}`);
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
