import { type SetupWatch, watchSetup } from '../../../harness/explore/index.ts';
import { type WireProxy, startProxy } from '../../../harness/wire/index.ts';
import {
  type ConnectedService,
  InconclusiveError,
  type JsonValue,
  type Operation,
  type ScheduleSet,
  type ShownSchedule,
  type Subject,
} from '../../contract/index.ts';
import { Levers, type RestPoint } from '../../levers/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { ScheduleJournal } from '../../schedule-journal/index.ts';
import { disagreements } from '../agreement.ts';
import type { Finding } from '../finding.ts';
import { type Observation, afterRestoring, look, lookDrained } from '../observation.ts';
import { type Settlement, describeError, settlement } from '../settle.ts';
import { type HeldStatement, holdStatement } from './held-statement.ts';
import { shorten } from './shorten.ts';
import { wireOf } from './wire-of.ts';

/** What came of an operation that was overtaken at each of its statements. */
interface OvertakenEverywhere {
  readonly points: number;
  readonly findings: readonly Finding[];
  readonly detail: ScheduleSet;
}

/** A service on its way through a proxy of its own. */
interface Lane {
  readonly name: string;
  readonly proxy: WireProxy;
  readonly setup: SetupWatch;
  readonly service: ConnectedService;
}

/** The rows that every race starts from, and what the two are asked. */
interface Start {
  readonly rest: RestPoint;
  readonly origin: Observation;
  readonly slow: { readonly operation: Operation; readonly input: JsonValue };
  readonly fast: { readonly operation: Operation; readonly input: JsonValue };
}

const columns = ['held', 'overtaking'] as const;
const neverHeld: Finding = { kind: 'stuck', text: 'sent no statement through the proxy' };

/** Two instances of one service: what one of them does is held, statement by statement, while the other one does it too. */
export class Overtaking implements AsyncDisposable {
  readonly #subject: Subject;
  readonly #levers: Levers;
  readonly #held: Lane;
  readonly #overtaking: Lane;
  readonly #journal = new ScheduleJournal();
  readonly #owner: AsyncDisposable;

  private constructor(subject: Subject, levers: Levers, [held, overtaking]: [Lane, Lane], owner: OpenResources) {
    this.#subject = subject;
    this.#levers = levers;
    this.#held = held;
    this.#overtaking = overtaking;
    this.#owner = owner;
    for (const { proxy, setup, name } of [held, overtaking]) owner.defer(this.#journal.watch(proxy, setup, name));
    owner.defer(subject.onActivity?.(this.#journal.onActivity) ?? (() => undefined));
  }

  static async open(subject: Subject): Promise<Overtaking> {
    await using opened = new OpenResources();
    const wire = wireOf(subject);
    const laneOf = async (name: string): Promise<Lane> => {
      const proxy = opened.use(await startProxy({ upstream: wire.url }));
      const setup = watchSetup(proxy);
      return { name, proxy, setup, service: opened.use(await wire.connect(proxy.urlFor(wire.url))) };
    };
    const levers = opened.use(await Levers.open(subject));
    const lanes: [Lane, Lane] = [await laneOf(columns[0]), await laneOf(columns[1])];
    return new Overtaking(subject, levers, lanes, opened.move());
  }

  /** Overtakes the operation at its first statement, its second, and so on, until it ends before it can be held; stops at a finding. */
  async everywhere(name: string, signal: AbortSignal): Promise<OvertakenEverywhere> {
    const start = await this.#prepare(name);
    const schedules: ShownSchedule[] = [];
    const detail: ScheduleSet = { kind: 'schedules', operation: name, columns, schedules };
    for (let nth = 1; ; nth += 1) {
      signal.throwIfAborted();
      const race = await this.#overtakeAt(nth, start);
      if (race === undefined) return { points: nth - 1, findings: nth === 1 ? [neverHeld] : [], detail };
      const order = `overtaken at statement ${nth} (${shorten(race.text)})`;
      const reason = race.findings.map(({ kind, text }) => `${kind}: ${text}`).join('\n');
      schedules.push({
        order,
        verdict: race.findings.length === 0 ? 'passed' : 'failed',
        ...(reason === '' ? {} : { reason }),
        entries: this.#journal.take(),
      });
      if (race.findings.length > 0) return { points: nth, findings: race.findings.map(at(`${order}: `)), detail };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owner[Symbol.asyncDispose]();
  }

  async #prepare(name: string): Promise<Start> {
    const [slow, fast] = [this.#held, this.#overtaking].map(({ service }) => service.operations[name]);
    const operation = this.#subject.operations[name];
    if (slow === undefined || fast === undefined || operation === undefined)
      throw new InconclusiveError(`the connected service has no operation ${name}`);
    const inputs = [await operation.prepare(), await operation.prepare()] as const;
    await this.#subject.drain();
    return {
      rest: await this.#levers.restPoint(),
      origin: await look(this.#subject),
      slow: { operation: slow, input: inputs[0] },
      fast: { operation: fast, input: inputs[1] },
    };
  }

  /** Undefined when the operation has no such statement. */
  async #overtakeAt(nth: number, start: Start): Promise<{ text: string; findings: Finding[] } | undefined> {
    await start.rest.restore();
    const before = await look(this.#subject);
    this.#journal.take();
    const hold = holdStatement(this.#held.proxy, this.#held.setup, nth);
    const running = this.#settlement(this.#held, start.slow);
    const first = await Promise.race([hold.reached, running]);
    if ('kind' in first) {
      hold.release();
      return undefined;
    }
    this.#journal.hold(first);
    const overtaking = await this.#settlement(this.#overtaking, start.fast);
    const meanwhile = await look(this.#subject);
    this.#letGo(hold);
    const late = await running;
    const after = await lookDrained(this.#subject);
    demandSuccess([overtaking, late]);
    const findings = [
      ...disagreements(this.#subject, ...afterRestoring(start.origin, before, meanwhile)).map(at('meanwhile: ')),
      ...disagreements(this.#subject, ...afterRestoring(start.origin, before, after)),
    ];
    return { text: first.text, findings };
  }

  #letGo(hold: HeldStatement): void {
    this.#journal.letGo(this.#held.name);
    hold.release();
  }

  async #settlement({ name }: Lane, { operation, input }: Start['slow']): Promise<Settlement> {
    const end = await settlement(this.#subject, operation.call(input));
    this.#journal.settled(name, describeEnd(end));
    return end;
  }
}

function demandSuccess(ends: readonly Settlement[]): void {
  for (const end of ends)
    if (end.kind !== 'resolved')
      throw new InconclusiveError(`two operations that overlap did not both succeed: ${describeEnd(end)}`);
}

function describeEnd(end: Settlement): string {
  if (end.kind === 'resolved') return 'is told that it was done';
  return end.kind === 'stuck' ? 'never settled' : describeError(end.error);
}

function at(prefix: string): (finding: Finding) => Finding {
  return (finding) => ({ ...finding, text: `${prefix}${finding.text}` });
}
