import type { Readable } from 'node:stream';
import { untilTrue } from '../../levers/index.ts';
import { type Guarded, spawnGuarded } from './guarded-spawn.ts';

/** What to run, where, with what environment. */
export interface ProcessOrder {
  readonly command: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

const keptOutput = 4_000;
const killPatienceMs = 10_000;
const lastWordsMs = 500;

/** A process of the service with all of its descendants, which end with the runner. */
export class ServiceProcess implements AsyncDisposable {
  readonly exited: Promise<Exit>;
  readonly #guarded: Guarded;
  readonly #pid: number;
  #exit: Exit | undefined;
  #output = '';
  #onLine: ((line: string) => void) | undefined;

  constructor({ command, directory, environment }: ProcessOrder) {
    this.#guarded = spawnGuarded(command, { cwd: directory, env: { ...process.env, ...environment } });
    const { child } = this.#guarded;
    this.#pid = child.pid ?? -1;
    this.exited = new Promise((resolve) => {
      const end = (code: number | null, signal: string | null) => resolve((this.#exit = { code, signal }));
      child.once('exit', end);
      child.once('error', (error) => {
        this.#output += error.message;
        end(null, null);
      });
    });
    this.#listen(child.stdout);
    this.#listen(child.stderr);
  }

  get pid(): number {
    return this.#pid;
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  /** The end of what it printed, on either stream. */
  get output(): string {
    return this.#output.trim();
  }

  /** Hears every line from now on. */
  onLine(listener: (line: string) => void): void {
    this.#onLine = listener;
  }

  /** Asks the whole group to end and waits; false when something of it was still there after the time and had to be killed. */
  async terminate(withinMs: number): Promise<boolean> {
    this.#signal('SIGTERM');
    const hasEnded = await this.#untilGone(withinMs);
    if (!hasEnded) await this.kill();
    this.#guarded.dismiss();
    return hasEnded;
  }

  /** Sends SIGKILL to the whole group and resolves when it is gone. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#untilGone(killPatienceMs);
    this.#guarded.dismiss();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  async #untilGone(withinMs: number): Promise<boolean> {
    const isGone = await untilTrue(async () => this.#exit !== undefined && !this.#signal(0), withinMs);
    if (isGone) await this.#closeStreams();
    return isGone;
  }

  /** What was printed last may still be on its way; who left the group may keep the streams open for ever. */
  async #closeStreams(): Promise<void> {
    const { stdout, stderr } = this.#guarded.child;
    await untilTrue(async () => stdout.closed && stderr.closed, lastWordsMs);
    stdout.destroy();
    stderr.destroy();
  }

  /** True while anything of the group is there. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    if (this.#pid <= 0) return false;
    try {
      process.kill(-this.#pid, signal);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  #listen(stream: Readable): void {
    let begun = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      this.#output = (this.#output + chunk).slice(-keptOutput);
      const lines = (begun + chunk).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) this.#onLine?.(line);
    });
  }
}
