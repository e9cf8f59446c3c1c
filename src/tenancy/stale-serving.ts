import { z } from 'zod';
import { milliseconds, objectWith } from '../configuration/index.ts';
import type { TenantOutcome } from './tenant-outcome.ts';

/** For how long a tenant may be served past its time to live, in milliseconds; one that is absent or not active never is. */
export interface StaleServing {
  /** So long past its time it is served at once, while one load renews it. Default 0: never. */
  readonly whileRevalidatingMs?: number;
  /** So long past its time it is served when the load that would renew it fails. Default 0: never. */
  readonly onErrorMs?: number;
  /** After a failed load it is served without another one for so long. Default 1000. */
  readonly retryMs?: number;
}

const span = z.custom<number>((value) => value === 0 || milliseconds.safeParse(value).success, 'must be milliseconds');

export const staleServing = objectWith({
  whileRevalidatingMs: span.optional(),
  onErrorMs: span.optional(),
  retryMs: span.optional(),
});

/** What an outcome past its time is good for. `renewed`: serve it and load · `fallback`: load, and serve it if that fails. */
export type StaleUse = 'fresh' | 'renewed' | 'fallback' | 'none';

/** The windows past the time to live, on the clock that cache entries expire by. */
export class StaleWindows {
  readonly #revalidatingMs: number;
  readonly #onErrorMs: number;
  readonly #retryMs: number;
  readonly #now: () => number;

  constructor({ whileRevalidatingMs = 0, onErrorMs = 0, retryMs = 1000 }: StaleServing, now: () => number) {
    this.#revalidatingMs = whileRevalidatingMs;
    this.#onErrorMs = onErrorMs;
    this.#retryMs = retryMs;
    this.#now = now;
  }

  /** Marks the end of an outcome's time; resolves to how long a cache has to keep it. */
  keepMs(outcome: TenantOutcome, ttlMs: number): number {
    if (!outcome.isFound) return ttlMs;
    outcome.staleAt = this.#now() + ttlMs;
    return ttlMs + Math.max(this.#revalidatingMs, this.#onErrorMs);
  }

  useOf(outcome: TenantOutcome): StaleUse {
    const now = this.#now();
    const pastMs = now - outcome.staleAt;
    if (pastMs < 0 || now < outcome.retryAt) return 'fresh';
    if (pastMs < this.#revalidatingMs) return 'renewed';
    return pastMs < this.#onErrorMs ? 'fallback' : 'none';
  }

  /** A load that would have renewed it has failed: whoever is down is not asked by every caller. */
  renewalFailed(outcome: TenantOutcome): void {
    outcome.retryAt = Math.min(
      this.#now() + this.#retryMs,
      outcome.staleAt + Math.max(this.#revalidatingMs, this.#onErrorMs),
    );
  }
}
