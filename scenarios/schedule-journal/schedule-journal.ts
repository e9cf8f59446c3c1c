import type { SetupWatch } from '../../harness/explore/index.ts';
import type { WireProxy, WireStatement } from '../../harness/wire/index.ts';
import type { ActivityListener, ScheduleEntry } from '../contract/index.ts';
import { bounded } from './schedule-set.ts';

/** Writes down what operations say to their database, each through a proxy of its own, in the order in which the server hears it. */
export class ScheduleJournal {
  #entries: ScheduleEntry[] = [];
  #steps = new Map<WireStatement, number>();
  #held: WireStatement | undefined;

  /** Follows what passes; until the returned function is called. */
  watch(proxy: WireProxy, setup: SetupWatch, operation: string): () => void {
    return proxy.observe({
      statementStarted: (statement) => {
        if (!setup.includes(statement)) this.#release(operation, statement);
      },
      statementEnded: (statement) => this.#answer(operation, statement),
    });
  }

  /** This statement has come, and is kept from the server until `letGo`. */
  hold(statement: WireStatement): void {
    const step = this.#steps.get(statement);
    this.#entries = this.#entries.filter((entry) => !('step' in entry) || entry.step !== step);
    this.#steps.delete(statement);
    this.#held = statement;
  }

  letGo(operation: string): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#release(operation, held);
  }

  settled(operation: string, how: string): void {
    this.#entries.push({ kind: 'settled', operation, how });
  }

  /** Notes what happens beside the operations. */
  readonly onActivity: ActivityListener = ({ who, text, note }) =>
    void this.#entries.push({ kind: 'beside', who, text, ...(note === undefined ? {} : { note }) });

  /** What was written down since the last time. */
  take(): readonly ScheduleEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    this.#steps = new Map();
    return entries;
  }

  #release(operation: string, statement: WireStatement): void {
    const step = this.#steps.size + 1;
    this.#steps.set(statement, step);
    const { text } = statement;
    const parameters = statement.parameters.map((one) => (one === null ? 'NULL' : String(one)));
    this.#entries.push(bounded({ kind: 'released', operation, step, text, parameters }));
  }

  #answer(operation: string, statement: WireStatement): void {
    const step = this.#steps.get(statement);
    if (step === undefined) return;
    const { commandTag, outcome, sqlState, message } = statement;
    this.#entries.push({ kind: 'answered', operation, step, answer: message ?? commandTag ?? outcome, sqlState });
  }
}
