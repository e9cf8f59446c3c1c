import type { Mode, Slice } from './order.ts';

/**
 * Lets two applications answer the same stream of requests in turns and takes the processor time of each turn: what disturbs the
 * process disturbs both. Requests that arrive in one turn and are answered in the next blur it by the number of connections.
 */
export class Turns {
  readonly #requestsPerTurn: number;
  readonly #slices: Slice[] = [];
  #left: number;
  #mode: Mode = 'bare';
  #usage = process.cpuUsage();
  #begunAtMs = performance.now();

  constructor(requestsPerTurn: number) {
    this.#requestsPerTurn = requestsPerTurn;
    this.#left = requestsPerTurn;
  }

  /** Whose request this is. */
  next(): Mode {
    if (this.#left === 0) this.#change();
    this.#left -= 1;
    return this.#mode;
  }

  /** The turns that were played to the end. */
  get slices(): readonly Slice[] {
    return this.#slices;
  }

  #change(): void {
    const usage = process.cpuUsage();
    const cpuUs = usage.user - this.#usage.user + (usage.system - this.#usage.system);
    const now = performance.now();
    const wallUs = (now - this.#begunAtMs) * 1000;
    this.#slices.push({ mode: this.#mode, cpuUs, wallUs, requests: this.#requestsPerTurn });
    this.#usage = usage;
    this.#begunAtMs = now;
    this.#left = this.#requestsPerTurn;
    this.#mode = this.#mode === 'bare' ? 'subject' : 'bare';
  }
}
