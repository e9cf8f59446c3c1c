import type { OpenLoadResult } from './open-load.ts';
import { monotonicMs } from './stopwatch.ts';

/** What is noted of each arrival, once. */
export class OpenBooks {
  readonly #statuses: Record<string, number> = {};
  readonly #failures: Record<string, number> = {};
  readonly #dueAtMs: number[] = [];
  readonly #latencyMs: number[] = [];
  readonly #serviceMs: number[] = [];
  #sent = 0;
  #inFlight = 0;
  #highestInFlight = 0;
  #highestBacklog = 0;
  #latestMs = 0;
  #backlog = 0;

  /** Requests that are due and not yet answered. */
  get backlog(): number {
    return this.#backlog;
  }

  arrive(dueAt: number) {
    this.#sent += 1;
    this.#backlog += 1;
    this.#highestBacklog = Math.max(this.#highestBacklog, this.#backlog);
    this.#latestMs = Math.max(this.#latestMs, monotonicMs() - dueAt);
    let writtenAt: number | undefined;
    let isOver = false;
    const end = (): boolean => {
      if (isOver) return false;
      isOver = true;
      this.#backlog -= 1;
      if (writtenAt !== undefined) this.#inFlight -= 1;
      return true;
    };
    return {
      written: () => {
        if (writtenAt !== undefined || isOver) return;
        writtenAt = monotonicMs();
        this.#inFlight += 1;
        this.#highestInFlight = Math.max(this.#highestInFlight, this.#inFlight);
      },
      answered: (status: number) => {
        if (!end()) return;
        const now = monotonicMs();
        this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
        this.#dueAtMs.push(dueAt);
        this.#latencyMs.push(now - dueAt);
        this.#serviceMs.push(now - (writtenAt ?? dueAt));
      },
      failed: (reason: string) => {
        if (end()) this.#failures[reason] = (this.#failures[reason] ?? 0) + 1;
      },
    };
  }

  close(isDone: boolean, connections: number): OpenLoadResult {
    const answered = this.#latencyMs.length;
    if (!isDone) this.#failures['no answer before the deadline'] = this.#backlog;
    const named = Object.values(this.#failures).reduce((sum, count) => sum + count, 0);
    const isConserved = this.#sent === answered + named;
    return {
      sent: this.#sent,
      answered,
      failed: this.#sent - answered,
      statuses: this.#statuses,
      failures: this.#failures,
      timings: { sentAtMs: this.#dueAtMs, latencyMs: this.#latencyMs },
      serviceMs: this.#serviceMs,
      highestBacklog: this.#highestBacklog,
      highestInFlight: this.#highestInFlight,
      latestMs: this.#latestMs,
      doubts: [
        ...(isConserved ? [] : [`sent ${this.#sent}, answered ${answered} and failed ${named} do not add up`]),
        ...(this.#highestInFlight > connections
          ? [`${this.#highestInFlight} requests were under way on ${connections} connections`]
          : []),
      ],
    };
  }
}
