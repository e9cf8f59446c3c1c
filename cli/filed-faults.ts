import { readFileSync } from 'node:fs';
import type { ArmedFault, ObservedProxy } from '../harness/wire/index.ts';
import { type FiledFault, readFaults } from './proxy-faults.ts';
import { UsageError } from './usage-error.ts';

/** Where the faults of a file go. */
export interface FaultsPlace {
  readonly path: string;
  /** Somebody may end the server's processes. */
  readonly canKill: boolean;
}

/** The faults of a file at a proxy: those that the file held when it was last valid. */
export class FiledFaults {
  readonly #place: FaultsPlace;
  readonly #proxy: ObservedProxy;
  readonly #filed = new Map<number, FiledFault>();
  #armed: ArmedFault[] = [];
  #text: string | undefined;

  constructor(proxy: ObservedProxy, place: FaultsPlace) {
    this.#proxy = proxy;
    this.#place = place;
  }

  /**
   * Arms what the file says now, in place of what it said before, and resolves to how many faults these are; undefined when it says the
   * same. When it says what cannot be, this rejects, and what was armed stays.
   */
  async load(): Promise<number | undefined> {
    const text = textOf(this.#place.path);
    if (text !== undefined && text === this.#text) return undefined;
    this.#text = text;
    const faults = readCheckedFaults(this.#place);
    for (const one of this.#armed.splice(0)) await one.disarm();
    for (const fault of faults) {
      const armed = await this.#proxy.inject(fault.rule);
      this.#armed.push(armed);
      this.#filed.set(armed.rule, fault);
    }
    return faults.length;
  }

  /** `faults.yaml:3`, as the file was when that rule was armed. */
  placeOf(rule: number): string {
    return this.#filed.get(rule)?.place ?? '';
  }
}

/** Reads the faults of a file; an error names what cannot be. */
export function readCheckedFaults({ path, canKill }: FaultsPlace): readonly FiledFault[] {
  const faults = readFaults(path);
  const killer = faults.find(({ rule }) => rule.fault.kind === 'kill-backend');
  if (killer !== undefined && !canKill)
    throw new UsageError(`${killer.place}: kill-backend needs --admin, a superuser's URL of the same server`);
  return faults;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Whoever reads it next says why.
    return undefined;
  }
}
