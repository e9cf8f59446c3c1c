import type { AdminConnection } from '../../../harness/counting/index.ts';
import { freePort } from '../../../harness/database/index.ts';
import { Activities, InconclusiveError } from '../../contract/index.ts';
import { untilAtRest, untilTrue } from '../../levers/index.ts';
import type { ServiceFile } from '../file/service-file.ts';
import { ServiceProcess } from '../process/service-process.ts';
import { orderOf } from '../process/start-service.ts';
import type { Sink } from '../sink/sink.ts';
import { isDrained } from './read-rows.ts';
import { ServiceRun } from './service-run.ts';
import { worldValues } from './world-values.ts';

const quietWithinMs = 10_000;
const relayWithinMs = 30_000;
const drainRounds = 3;

/** What a service runs on. */
export interface ServiceWorld {
  /** As the service reaches its database: through the proxy. */
  readonly databaseUrl: string;
  /** As its relay reaches it: directly, so that what passes the proxy is the operations'. */
  readonly relayDatabaseUrl: string;
  readonly deadlineMs: number;
  readonly admin: AdminConnection;
  readonly sink: Sink;
}

/** All instances of one service on one database; what they publish arrives at one sink. */
export class ServiceFleet implements AsyncDisposable {
  /** What the service is asked, what it answers, and what its relay does. */
  readonly activities = new Activities();
  readonly #file: ServiceFile;
  readonly #world: ServiceWorld;
  readonly #runs = new Set<ServiceRun>();

  constructor(file: ServiceFile, world: ServiceWorld) {
    this.#file = file;
    this.#world = world;
    world.sink.onEvent((event) =>
      this.activities.tell({
        kind: 'relay',
        who: 'consumer',
        text: 'is handed an event',
        note: JSON.stringify(event),
      }),
    );
  }

  /** Starts the service once more, on the same database by its own or another URL. */
  async start(databaseUrl = this.#world.databaseUrl): Promise<ServiceRun> {
    const run = new ServiceRun(this.#file, this.#valuesAt(databaseUrl), this.activities);
    this.#runs.add(run);
    await run.start();
    return run;
  }

  /** Kills one of them; what it has left to do is done at the next drain. */
  async end(run: ServiceRun): Promise<void> {
    if (!this.#runs.delete(run)) return;
    const [other] = this.#runs;
    if (run.isTouched) other?.touch();
    await run.kill();
  }

  /**
   * Waits until the service is at rest and has relayed what it had to, and stops it: only what has exited can publish nothing any more.
   * Then what was asked is started anew. Nothing is done when nothing was asked since the last time.
   */
  async drain(): Promise<void> {
    const touched = [...this.#runs].filter((run) => run.isTouched);
    if (touched.length === 0) return;
    await untilAtRest(this.#world.admin, quietWithinMs);
    for (let round = 1; ; round += 1) {
      if (this.#file.relay === undefined) await this.#relayInside(touched);
      await Promise.all([...this.#runs].map((run) => run.stop()));
      await this.#relayBeside();
      await this.#world.sink.settled();
      if (await this.#isDrained()) break;
      if (round === drainRounds) throw this.#undrained('it was not so any more when the service had ended');
    }
    for (const run of touched) await run.start();
  }

  /** Delivers what is committed by now, whatever else is under way. */
  async relay(): Promise<void> {
    const touched = [...this.#runs].filter((run) => run.isTouched);
    if (touched.length === 0) return;
    if (this.#file.relay === undefined) await this.#relayInside(touched);
    else await this.#relayBeside();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#runs].map((run) => run.kill()));
  }

  #valuesAt(databaseUrl: string) {
    return worldValues(databaseUrl, this.#world.sink.url, this.#world.deadlineMs);
  }

  /** The service relays by itself while it runs. */
  async #relayInside([run]: readonly ServiceRun[]): Promise<void> {
    const { drained } = this.#file;
    if (run === undefined || drained === undefined || (await this.#isDrained())) return;
    await run.start();
    await this.#untilDrained(run.process, drained.withinMs);
  }

  /** The relay is a process of its own, which runs until it ends by itself or the file's condition holds. */
  async #relayBeside(): Promise<void> {
    const { relay: order, drained, stopWithinMs, environment } = this.#file;
    if (order === undefined || (drained !== undefined && (await this.#isDrained()))) return;
    const place = { ...this.#file, environment: { ...environment, ...order.environment } };
    const values = { ...this.#valuesAt(this.#world.relayDatabaseUrl), port: String(await freePort()) };
    this.#tellRelay('its process is started');
    await using relay = new ServiceProcess(orderOf(place, order.command, values));
    await this.#untilDrained(relay, drained?.withinMs ?? relayWithinMs);
    if (!(await relay.terminate(stopWithinMs)))
      throw this.#undrained(`the relay had not exited ${stopWithinMs} ms after SIGTERM and had to be killed`);
    this.#tellRelay('its process has ended, nothing is left to do');
  }

  #tellRelay(text: string): void {
    this.activities.tell({ kind: 'relay', who: 'relay', text });
  }

  /** Waits for the condition, or for a relay that ends with 0. */
  async #untilDrained(relaying: ServiceProcess | undefined, withinMs: number): Promise<void> {
    let isThere = false;
    const hasCondition = this.#file.drained !== undefined;
    await untilTrue(
      async () => relaying?.exit !== undefined || (hasCondition && (isThere = await this.#isDrained())),
      withinMs,
    );
    const { exit, output } = relaying ?? {};
    if (isThere || (exit?.code === 0 && this.#file.relay?.ends === true)) return;
    const printed = output === undefined || output === '' ? '' : `; it printed:\n${output}`;
    if (exit === undefined) throw this.#undrained(`not within ${withinMs} ms${printed}`);
    throw this.#undrained(`what relays ended (${exit.signal ?? exit.code})${printed}`);
  }

  async #isDrained(): Promise<boolean> {
    const { drained } = this.#file;
    return drained === undefined || isDrained(this.#world.admin, drained.when);
  }

  #undrained(why: string): InconclusiveError {
    const { drained, placeOf } = this.#file;
    if (drained === undefined) return new InconclusiveError(`not drained: ${why}`);
    return new InconclusiveError(`${placeOf(['drained', 'when'])}: not drained (${drained.when}): ${why}`);
  }
}
