import type { RequestTimings } from './load.ts';

/** Milliseconds on a clock that every process of this machine reads alike and nobody sets. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Takes the time of requests on connections that each have one under way at most. */
export class Stopwatch {
  readonly #sentAtMs: number[] = [];
  readonly #latencyMs: number[] = [];

  get timings(): RequestTimings {
    return { sentAtMs: this.#sentAtMs, latencyMs: this.#latencyMs };
  }

  /** One connection. */
  newLap(): { begin(): void; end(): void } {
    let begunAt = 0;
    return {
      begin: () => {
        begunAt = monotonicMs();
      },
      end: () => {
        this.#sentAtMs.push(begunAt);
        this.#latencyMs.push(monotonicMs() - begunAt);
      },
    };
  }
}
