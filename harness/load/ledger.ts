import type { LoadOptions, LoadResult } from './load.ts';

const sampleLength = 300;

/** What autocannon's own result says, as far as it is compared with the ledger. */
export interface GeneratorTotals {
  readonly answered: number;
  readonly mismatches: number;
}

/** Counts every request and answer as they happen, connection by connection. */
export class Ledger {
  readonly #ordered: number;
  readonly #expectInBody: string | undefined;
  readonly #statuses: Record<string, number> = {};
  readonly #samples: Record<string, string> = {};
  readonly #failures: Record<string, number> = {};
  #sent = 0;
  #answered = 0;
  #mismatches = 0;
  #mismatch: string | undefined;
  #lastStatus = '';

  constructor({ connections, requestsPerConnection = 1, expectInBody }: LoadOptions) {
    this.#ordered = connections * requestsPerConnection;
    this.#expectInBody = expectInBody;
  }

  /** True for the last one that was ordered. */
  request(): boolean {
    this.#sent += 1;
    return this.#sent === this.#ordered;
  }

  response(status: number): void {
    this.#answered += 1;
    this.#lastStatus = String(status);
    add(this.#statuses, this.#lastStatus);
  }

  /** The body of the answer that was noted last: autocannon shows both in one go. */
  body(body: string): boolean {
    this.#samples[this.#lastStatus] ??= body.slice(0, sampleLength);
    const isExpected = this.#expectInBody === undefined || body.includes(this.#expectInBody);
    if (isExpected) return true;
    this.#mismatches += 1;
    this.#mismatch ??= body.slice(0, sampleLength);
    return false;
  }

  failure(reason: string): void {
    add(this.#failures, reason);
  }

  /** Closes the books. What neither answered nor failed aloud was closed quietly, or cut off by the deadline. */
  close(totals: GeneratorTotals, wasCutOff: boolean): LoadResult {
    const failed = this.#sent - this.#answered;
    const aloud = Object.values(this.#failures).reduce((sum, count) => sum + count, 0);
    const quiet = Math.max(0, failed - aloud);
    if (quiet > 0) add(this.#failures, wasCutOff ? 'no answer before the deadline' : 'closed without an answer', quiet);
    const doubts = [
      ...(this.#sent === this.#ordered || wasCutOff ? [] : [`sent ${this.#sent} of ${this.#ordered} requests`]),
      ...differ('answers', this.#answered, totals.answered),
      ...differ('mismatches', this.#mismatches, totals.mismatches),
      ...(failed < 0 ? [`received ${this.#answered} answers to ${this.#sent} requests`] : []),
    ];
    return {
      sent: this.#sent,
      answered: this.#answered,
      failed,
      statuses: this.#statuses,
      mismatches: this.#mismatches,
      failures: this.#failures,
      samples: this.#samples,
      ...(this.#mismatch === undefined ? {} : { mismatch: this.#mismatch }),
      doubts,
    };
  }
}

function differ(what: string, ours: number, theirs: number): string[] {
  return ours === theirs ? [] : [`counted ${ours} ${what} where the generator counted ${theirs}`];
}

function add(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}
