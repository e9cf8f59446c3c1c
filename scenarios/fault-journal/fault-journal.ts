import type {
  ExploredOperation,
  FaultReport,
  FaultRun,
  Observation,
  OpenOperation,
} from '../../harness/explore/index.ts';
import type { ActivityListener, FaultMatrix, TimelineKind } from '../contract/index.ts';
import { cut } from '../report/index.ts';
import { faultCell } from './fault-cell.ts';
import { faultName } from './fault-name.ts';
import { newEntries } from './new-entries.ts';
import { type Note, longestText, noteOf, now } from './note.ts';
import type { RunNotes } from './timeline.ts';

/**
 * Writes down, during an exploration of faults, what the proxy cannot see, and joins both into a fault matrix for the report.
 * One journal an exploration: explore `journal.watch(operation)` and give `journal.onRun` to the options.
 */
export class FaultJournal {
  #startedAt = now();
  #notes: Note[] = [];
  #before: Observation = { committed: [], published: [] };
  #last: Observation = this.#before;
  #observed = 0;
  readonly #kept = new Map<FaultRun, RunNotes>();

  /** The same operation; its calls and what was observed after them are noted. */
  watch(operation: ExploredOperation): ExploredOperation {
    return {
      name: operation.name,
      open: async (url) => {
        this.#note('call', 'service', 'opened');
        return this.#watchOpen(await operation.open(url));
      },
      reset: async () => {
        await operation.reset();
        this.#begin();
      },
      observe: async () => this.#observe(await operation.observe()),
    };
  }

  /** Notes what only the subject can tell: a step of its relay, a request over HTTP. */
  readonly onActivity: ActivityListener = ({ kind, who, text, note }) => this.#note(kind, who, text, note);

  /** To be called after each run, as the exploration's `onRun`. */
  readonly onRun = (run: FaultRun): void => {
    this.#kept.set(run, { startedAt: this.#startedAt, notes: this.#notes });
    this.#notes = [];
  };

  /** The exploration's report with the timelines of its runs. */
  matrix({ operation, statements, runs }: FaultReport): FaultMatrix {
    return {
      kind: 'fault-matrix',
      operation,
      statements: statements.map(({ text }) => cut(text, longestText)),
      faults: [...new Set(runs.flatMap((run) => run.faults.map(({ fault }) => faultName(fault))))],
      cells: runs.flatMap((run) => faultCell(run, this.#kept.get(run))),
    };
  }

  #watchOpen(open: OpenOperation): OpenOperation {
    const { retry, kill, probe } = open;
    return {
      run: () => this.#call('calls', () => open.run()),
      close: () => open.close(),
      ...(probe === undefined ? {} : { probe }),
      ...(retry === undefined
        ? {}
        : { retry: () => this.#call('calls again, with the same key', () => retry.call(open)) }),
      ...(kill === undefined
        ? {}
        : {
            kill: async () => {
              this.#note('fault', 'fault', 'SIGKILL to the process of the service, the statement not sent');
              await kill.call(open);
            },
          }),
    };
  }

  /** A call that settles after its run is over belongs to that run all the same. */
  async #call(what: string, work: () => Promise<unknown>): Promise<unknown> {
    const notes = this.#notes;
    notes.push(noteOf('call', 'caller', what));
    try {
      const answer = await work();
      notes.push(noteOf('call', 'caller', 'is told that it was done'));
      return answer;
    } catch (error) {
      notes.push(noteOf('call', 'caller', 'is told of an error', describe(error)));
      throw error;
    }
  }

  #begin(): void {
    this.#startedAt = now();
    this.#notes = [];
    this.#last = this.#before;
    this.#observed = 0;
  }

  /** The first look after the clean run's reset is what every run starts from. */
  #observe(observation: Observation): Observation {
    const wasCalled = this.#notes.some(({ kind, who }) => kind === 'call' && who === 'caller');
    if (!wasCalled) this.#before = observation;
    const committed = newEntries(this.#last.committed, observation.committed);
    const gone = newEntries(observation.committed, this.#last.committed);
    const published = newEntries(this.#last.published, observation.published);
    this.#last = observation;
    if (!wasCalled) return observation;
    this.#observed += 1;
    this.#note('relay', 'relay', this.#observed === 1 ? 'drained to quiescence' : 'drained again');
    for (const entry of committed) this.#note('state', 'database', 'found committed', entry);
    for (const entry of gone) this.#note('state', 'database', 'found gone', entry);
    for (const entry of published) this.#note('envelope', 'consumer', 'received', entry);
    if (committed.length + gone.length === 0) this.#note('state', 'database', 'found unchanged');
    if (published.length === 0) this.#note('envelope', 'consumer', 'received nothing');
    return observation;
  }

  #note(kind: TimelineKind, who: string, text: string, note?: string): void {
    this.#notes.push(noteOf(kind, who, text, note));
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
