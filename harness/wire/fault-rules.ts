import { setTimeout as delay } from 'node:timers/promises';
import { type Action, forward } from './action.ts';
import { checkFaultRule } from './check-fault.ts';
import type { Fault, FaultRule, Firing } from './fault.ts';
import type { Intercept } from './intercept.ts';
import { Newest } from './newest.ts';
import type { WireStatement } from './statement.ts';

/** Ends a server process; resolves when it is gone. */
export type KillBackend = (pid: number) => Promise<void>;

interface ArmedRule {
  readonly number: number;
  readonly rule: FaultRule;
  readonly seen: Map<number, number>;
  left: number;
}

/** The faults of one proxy: which are armed, and which have fired. */
export class FaultRules {
  readonly #firings: Newest<LiveFiring>;
  readonly #kill: KillBackend;
  #armed: ArmedRule[] = [];
  #numbers = 0;

  constructor(kill: KillBackend, keptFirings: number) {
    this.#kill = kill;
    this.#firings = new Newest(keptFirings);
  }

  get firings(): readonly LiveFiring[] {
    return this.#firings.all;
  }

  /** Undefined while nothing is armed, so that statements pass without a look. */
  get intercept(): Intercept | undefined {
    return this.#armed.length === 0 ? undefined : this.#intercept;
  }

  arm(rule: FaultRule): number {
    checkFaultRule(rule);
    this.#numbers += 1;
    this.#armed.push({ number: this.#numbers, rule, seen: new Map(), left: rule.at?.times ?? 1 });
    return this.#numbers;
  }

  disarm(number: number): void {
    this.#armed = this.#armed.filter((one) => one.number !== number);
  }

  disarmAll(): void {
    this.#armed = [];
  }

  forgetFirings(): void {
    this.#firings.forget();
  }

  /** It is closed, and its number does not come again. */
  forgetConnection(connection: number): void {
    for (const { seen } of this.#armed) seen.delete(connection);
  }

  readonly #intercept = (statement: WireStatement): Action | Promise<Action> | undefined => {
    const struck = this.#armed.filter((one) => strikes(one, statement));
    const [first] = struck;
    if (first === undefined) return undefined;
    first.left -= 1;
    if (first.left === 0) this.disarm(first.number);
    this.#firings.add({ rule: first.number, fault: first.rule.fault, statement, at: Date.now() });
    return this.#actionOf(first.rule.fault, statement);
  };

  #actionOf(fault: Fault, statement: WireStatement): Action | Promise<Action> {
    switch (fault.kind) {
      case 'error-before':
        return {
          kind: 'error',
          sqlState: fault.sqlState,
          message: fault.message ?? 'injected by rustok-testkit before the statement',
        };
      case 'drop-before':
        return { kind: 'drop' };
      case 'drop-after':
        return { kind: 'lose-answer' };
      case 'freeze':
        return { kind: 'freeze' };
      case 'freeze-after':
        return { kind: 'withhold-answer' };
      case 'delay':
        return delay(fault.delayMs, forward);
      case 'kill-backend':
        statement.ended('withheld');
        return this.#kill(statement.backendPid ?? 0).then(() => ({ kind: 'swallow' }));
    }
  }
}

/** A firing whose statement still changes. */
export interface LiveFiring extends Firing {
  readonly statement: WireStatement;
}

/** Every rule counts every statement that it means, also one that another rule strikes. */
function strikes(armed: ArmedRule, statement: WireStatement): boolean {
  const place = armed.rule.at ?? {};
  if (place.connection !== undefined && place.connection !== statement.connection) return false;
  if (!matches(place.matching, statement)) return false;
  const scope = place.per === 'connection' ? statement.connection : 0;
  const seen = (armed.seen.get(scope) ?? 0) + 1;
  armed.seen.set(scope, seen);
  return seen >= (place.nth ?? 1);
}

function matches(
  matching: RegExp | ((statement: WireStatement) => boolean) | undefined,
  statement: WireStatement,
): boolean {
  if (matching === undefined) return true;
  if (typeof matching === 'function') return matching(statement);
  matching.lastIndex = 0;
  return matching.test(statement.text);
}
