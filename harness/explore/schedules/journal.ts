import type { WireStatement } from '../../wire/index.ts';
import type { Contender } from './contender.ts';
import type { ScheduleEvent } from './schedule-run.ts';
import type { OperationOutcome } from './scheduled-operation.ts';

/** Writes down what happens in a run, in the order in which it happens. */
export class Journal {
  readonly events: ScheduleEvent[] = [];
  readonly #steps = new Map<WireStatement, number>();
  readonly #toldBlocked = new Map<WireStatement, string>();

  released(operation: string, statement: WireStatement): void {
    const step = this.#steps.size + 1;
    this.#steps.set(statement, step);
    const parameters = statement.parameters.map((one) => (one === null ? 'NULL' : String(one)));
    this.events.push({ kind: 'released', operation, step, text: statement.text, parameters });
  }

  /** A statement that ended before it was released is none of the server's. */
  answered(operation: string, statement: WireStatement): void {
    const step = this.#steps.get(statement);
    if (step === undefined) return;
    const { commandTag, outcome, sqlState, message } = statement;
    this.events.push({ kind: 'answered', operation, step, answer: message ?? commandTag ?? outcome, sqlState });
  }

  /** Who waits for whom; said once, and again when it changes. */
  blocked(contenders: readonly Contender[]): void {
    for (const contender of contenders)
      for (const statement of contender.blocked) {
        const pids = contender.blockersOf(statement);
        const by = contenders.filter((one) => pids.some((pid) => one.pids.has(pid))).map((one) => one.name);
        const step = this.#steps.get(statement);
        if (step === undefined || this.#toldBlocked.get(statement) === by.join()) continue;
        this.#toldBlocked.set(statement, by.join());
        this.events.push({ kind: 'blocked', operation: contender.name, step, by });
      }
  }

  settled(outcome: OperationOutcome): void {
    const how = outcome.status === 'fulfilled' ? 'fulfilled' : `rejected: ${messageOf(outcome.error)}`;
    this.events.push({ kind: 'settled', operation: outcome.operation, how });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
