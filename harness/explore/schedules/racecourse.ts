import { DeadlineError, RustokError } from '../../../src/errors/index.ts';
import type { WireProxy } from '../../wire/index.ts';
import { settlementOf } from '../settlement.ts';
import { type Policy, conduct, withoutInterruption } from './conduct.ts';
import type { Course, Plan } from './course.ts';
import { type Entrances, openEntrances, shareEntrance } from './entrances.ts';
import { Race } from './race.ts';
import type { ScheduleRun } from './schedule-run.ts';
import type { ScheduleInvariant, ScheduledOperation } from './scheduled-operation.ts';
import { ServerWatch } from './server-watch.ts';
import { printTimeline } from './timeline.ts';

/** Where the operations race. */
export interface RacecourseOptions {
  /** The database as the operations would reach it without the proxy. */
  readonly url: string;
  /** A superuser in the same database, for asking who blocks whom. */
  readonly adminUrl: string;
  /** Brings the committed state back to where every run starts; on a direct connection. */
  readonly reset: () => Promise<void>;
  /** By then an operation that may go on has sent a statement, settled, or is blocked by another one (default 5000 ms). */
  readonly deadlineMs?: number;
  /** The one endpoint of operations that run in a process of their own; default: an endpoint for each operation. */
  readonly proxy?: WireProxy;
}

type Judgement = Pick<ScheduleRun, 'verdict' | 'reason' | 'error'>;

const defaultDeadlineMs = 5000;
const resetDeadlineMs = 30_000;
const maxOddVictims = 3;

/** Lets the same operations race again and again, from the same state. */
export class Racecourse implements AsyncDisposable {
  readonly operations: readonly ScheduledOperation[];
  /** Why no further run can be relied upon. */
  broken: string | undefined;
  readonly #invariant: ScheduleInvariant;
  readonly #options: RacecourseOptions;
  readonly #entrances: Entrances;
  readonly #watch: ServerWatch;

  private constructor(
    operations: readonly ScheduledOperation[],
    invariant: ScheduleInvariant,
    options: RacecourseOptions,
    means: { entrances: Entrances; watch: ServerWatch },
  ) {
    this.operations = operations;
    this.#invariant = invariant;
    this.#options = options;
    this.#entrances = means.entrances;
    this.#watch = means.watch;
  }

  static async open(
    operations: readonly ScheduledOperation[],
    invariant: ScheduleInvariant,
    options: RacecourseOptions,
  ): Promise<Racecourse> {
    const watch = await ServerWatch.open(options.adminUrl);
    try {
      const { proxy, url } = options;
      const entrances = proxy === undefined ? await openEntrances(operations.length, url) : shareEntrance(proxy, url);
      return new Racecourse(operations, invariant, options, { entrances, watch });
    } catch (error) {
      await watch[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Lets operations that share an endpoint run once, unjudged: connections that last from run to run are set up in the first one only. */
  async warmUp(): Promise<void> {
    if (this.#options.proxy !== undefined) await this.#race({ steps: [] }, withoutInterruption);
  }

  /** Resets, follows the plan, goes on by the policy, and judges. */
  async run(plan: Plan, policy: Policy): Promise<{ course: Course; run: ScheduleRun }> {
    let { race, course } = await this.#race(plan, policy);
    for (let again = 1; race.hasOddVictim && again < maxOddVictims; again += 1)
      ({ race, course } = await this.#race(plan, policy));
    const outcomes = race.contenders.flatMap((one) => one.outcome ?? []);
    const judgement = await this.#judge(course, race);
    const names = this.operations.map((one) => one.name);
    const { events } = race.journal;
    const run: ScheduleRun = {
      ...judgement,
      schedule: course.steps.map((step) => names[step.operation] ?? ''),
      preemptions: course.steps.at(-1)?.preemptions ?? 0,
      outcomes,
      events,
      timeline: printTimeline(names, events),
    };
    return { course, run };
  }

  async #race(plan: Plan, policy: Policy): Promise<{ race: Race; course: Course }> {
    const { deadlineMs = defaultDeadlineMs } = this.#options;
    await this.#reset();
    const race = new Race({
      operations: this.operations,
      entrances: this.#entrances,
      watch: this.#watch,
      deadlineMs,
    });
    let course: Course | undefined;
    try {
      course = await conduct(race, plan, policy, deadlineMs + this.#watch.deadlockTimeoutMs);
    } finally {
      if (course?.ending.kind !== 'complete' && !(await race.letGo()))
        this.broken = 'an operation never settled, even after its sessions were ended';
      this.#entrances.listener = undefined;
    }
    return { race, course };
  }

  async #judge({ ending }: Course, race: Race): Promise<Judgement> {
    if (race.doubt !== undefined) return { verdict: 'nondeterministic', reason: race.doubt };
    if (ending.kind === 'stuck')
      return { verdict: 'failed', reason: ending.reason, error: new RustokError('SCHEDULE_STUCK', ending.reason) };
    if (ending.kind === 'astray') return { verdict: 'nondeterministic', reason: ending.reason };
    if (ending.kind === 'restless') return { verdict: 'inconclusive', reason: ending.reason };
    try {
      await this.#invariant(race.contenders.flatMap((one) => one.outcome ?? []));
      return { verdict: 'passed' };
    } catch (error) {
      return { verdict: 'failed', reason: error instanceof Error ? error.message : String(error), error };
    }
  }

  async #reset(): Promise<void> {
    this.#entrances.forget();
    const settlement = await settlementOf(this.#options.reset, resetDeadlineMs);
    if (settlement.kind === 'rejected') throw settlement.error;
    if (settlement.kind === 'unsettled') throw new DeadlineError('The reset between two orders', resetDeadlineMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#entrances[Symbol.asyncDispose]();
    await this.#watch[Symbol.asyncDispose]();
  }
}
