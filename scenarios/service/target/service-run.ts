import { freePort } from '../../../harness/database/index.ts';
import { type Activities, InconclusiveError } from '../../contract/index.ts';
import type { WorldValues } from '../file/placeholders.ts';
import type { ServiceFile } from '../file/service-file.ts';
import { type StartedService, orderOf, startService } from '../process/start-service.ts';
import { ServiceProcess } from '../process/service-process.ts';

/** One instance of a service: started, asked, stopped, killed, started again. */
export class ServiceRun {
  readonly file: ServiceFile;
  /** Where it tells what it is asked. */
  readonly activities: Activities;
  readonly #values: Omit<WorldValues, 'port'>;
  readonly #commands = new Set<ServiceProcess>();
  #started: StartedService | undefined;
  #isTouched = false;

  constructor(file: ServiceFile, values: Omit<WorldValues, 'port'>, activities: Activities) {
    this.file = file;
    this.activities = activities;
    this.#values = values;
  }

  /** The process that serves requests. */
  get process(): ServiceProcess | undefined {
    return this.#started?.process;
  }

  /** Something was asked of it, so that it may have something left to do, or to publish. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  touch(): void {
    this.#isTouched = true;
  }

  /** Resolves when the service is up; it may be already, and a service of commands alone has nothing to start. */
  async start(): Promise<void> {
    const isUp = this.#started !== undefined && this.#started.process.exit === undefined;
    if (this.file.command === undefined || isUp) return;
    this.#started = await startService(this.file, this.#values);
  }

  /** Where it answers. */
  async port(): Promise<number> {
    await this.start();
    this.touch();
    return this.#started?.port ?? 0;
  }

  /** Runs a command that asks something of the service to its end, with the service's environment and port. */
  runCommand(command: readonly string[]): Promise<ServiceProcess> {
    return this.#run(command, {}, () => this.#started?.port);
  }

  /** Runs a part of the service that is a process beside it to its end, with more environment and a port of its own. */
  runBeside(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    return this.#run(command, environment, () => undefined);
  }

  async #run(
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
    portOf: () => number | undefined,
  ): Promise<ServiceProcess> {
    await this.start();
    this.touch();
    const port = String(portOf() ?? (await freePort()));
    const place = { ...this.file, environment: { ...this.file.environment, ...environment } };
    const running = new ServiceProcess(orderOf(place, command, { ...this.#values, port }));
    this.#commands.add(running);
    await running.exited;
    this.#commands.delete(running);
    return running;
  }

  /** Resolves when everything of it has exited at SIGTERM; an `InconclusiveError` when it had to be killed. */
  async stop(): Promise<void> {
    const { stopWithinMs, name } = this.file;
    const ended = await Promise.all(this.#takeRunning().map((one) => one.terminate(stopWithinMs)));
    this.#isTouched = false;
    if (ended.includes(false))
      throw new InconclusiveError(`${name} had not exited ${stopWithinMs} ms after SIGTERM and had to be killed`);
  }

  /** SIGKILL to everything of it that runs. */
  async kill(): Promise<void> {
    this.touch();
    await Promise.all(this.#takeRunning().map((one) => one.kill()));
  }

  #takeRunning(): readonly ServiceProcess[] {
    const running = [...this.#commands, ...(this.#started === undefined ? [] : [this.#started.process])];
    this.#started = undefined;
    return running;
  }
}
