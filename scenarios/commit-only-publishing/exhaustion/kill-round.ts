import type { SetupWatch } from '../../../harness/explore/index.ts';
import type { WireProxy, WireStatement } from '../../../harness/wire/index.ts';
import { InconclusiveError, type JsonValue, type ServiceProcess, type Subject } from '../../contract/index.ts';
import { type Note, noteOf, now } from '../../fault-journal/index.ts';
import { disagreements } from '../agreement.ts';
import type { Finding } from '../finding.ts';
import { type Observation, afterRestoring, look, lookDrained, publishedBetween } from '../observation.ts';
import { shorten } from './shorten.ts';
import { type HeldStatement, holdStatement } from './held-statement.ts';
import type { KilledCall, KilledTogether } from './kill-matrix.ts';
import type { KillPoint } from './kill-plan.ts';

const patienceMs = 2_500;
const shownText = 24;

/** Who is killed, and where. */
export interface KillRound {
  readonly subject: Subject;
  /** As the rows were when every round's beginning was remembered. */
  readonly origin: Observation;
  readonly proxy: WireProxy;
  readonly setup: SetupWatch;
  readonly service: ServiceProcess;
  readonly points: readonly KillPoint[];
  /** As many for each operation as it has points. */
  readonly inputs: ReadonlyMap<string, readonly JsonValue[]>;
}

/** What a round showed, and for which points there was no room: a service with few connections lets few operations begin. */
export interface KilledRound extends KilledTogether {
  readonly left: readonly KillPoint[];
}

/** Brings every operation to its statement, kills the process, and compares what is committed with what is published. */
export async function killRound(round: KillRound): Promise<KilledRound> {
  const { subject, origin, proxy, setup, service, points, inputs } = round;
  const before = await look(subject);
  const holds: HeldStatement[] = [];
  const places: string[] = [];
  const calls: KilledCall[] = [];
  const called = new Map<string, number>();
  for (const { name, nth } of points) {
    const index = called.get(name) ?? 0;
    called.set(name, index + 1);
    const hold = holdStatement(proxy, setup, nth);
    holds.push(hold);
    const [startedAt, spoken] = [now(), proxy.statements.at(-1)?.sequence ?? 0];
    const call = Promise.allSettled([service.operations[name]?.call(inputs.get(name)?.[index] ?? null)]);
    const first = await firstWithin<WireStatement | unknown[]>(patienceMs, [hold.reached, call]);
    if (Array.isArray(first))
      throw new InconclusiveError(`nondeterministic: ${name} did not reach its statement ${nth} again`);
    if (first === undefined) break;
    // The others are held: what has come since is its own.
    const statements = proxy.statements.filter((one) => one.sequence > spoken && !setup.includes(one));
    calls.push({ name, nth, startedAt, statements });
    places.push(`${name} at statement ${nth} (${shorten(first.text, shownText)})`);
  }
  const notes: Note[] = [noteOf('fault', 'fault', 'SIGKILL to the process of the service, the statement not sent')];
  await service.kill();
  for (const hold of holds) hold.drop();
  const stop = subject.onActivity?.(({ kind, who, text, note }) => notes.push(noteOf(kind, who, text, note)));
  const seen = afterRestoring(origin, before, await lookDrained(subject));
  stop?.();
  const received = publishedBetween(...seen).length;
  notes.push(noteOf('envelope', 'consumer', `has received ${received} events of all that were killed together`));
  const findings = disagreements(subject, ...seen).map((finding): Finding => ({
    ...finding,
    text: `${finding.text}: process killed with ${places.join(', ')}`,
  }));
  return { findings, calls, notes, left: points.slice(places.length) };
}

/** The first of them, or undefined when none has come by then. */
async function firstWithin<T>(limitMs: number, promises: readonly Promise<T>[]): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  try {
    return await Promise.race([...promises, limit]);
  } finally {
    clearTimeout(timer);
  }
}
