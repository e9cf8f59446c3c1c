import { randomUUID } from 'node:crypto';
import type { StartTimer } from '../timers.ts';
import { ListeningSession } from './listening-session.ts';
import type { Asked, Claim, PlaceListener, SharedPlace } from './shared-place.ts';
import { decodeWord, encodeWord } from './word-text.ts';

/** What the place needs. */
export interface AdvisoryLockPlaceOptions {
  readonly url: string;
  readonly shareMs: number;
  readonly startTimer: StartTimer;
}

/** Names in the database; the table is unlogged, because what is lost with the server is loaded again. */
const channel = 'shared_tenant_loads';
const setUp = `LISTEN ${channel};
  SELECT pg_advisory_xact_lock(hashtextextended('shared_tenant_loads', 0));
  CREATE SEQUENCE IF NOT EXISTS shared_tenant_generations;
  CREATE UNLOGGED TABLE IF NOT EXISTS shared_tenant_loads (
    key text PRIMARY KEY, generation bigint NOT NULL, outcome text, shared_until timestamptz NOT NULL)`;
const known = `SELECT coalesce(max(generation), 0)::text AS generation,
    max(CASE WHEN shared_until > clock_timestamp() THEN outcome END) AS outcome
  FROM shared_tenant_loads WHERE key = $1`;
// The generation is part of the lock: who comes after an invalidation does not wait for the load before it.
const lockOf = (generation: string): string => `hashtextextended($1 || ' ' || ${generation}, 0)`;
const tryLock = `WITH known AS MATERIALIZED (${known}) SELECT generation, outcome,
  CASE WHEN outcome IS NULL THEN pg_try_advisory_lock(${lockOf('generation')}) ELSE false END AS locked FROM known`;
const put = `INSERT INTO shared_tenant_loads AS known (key, generation, outcome, shared_until)
  VALUES ($1, 0, $3, clock_timestamp() + $4 * interval '1 millisecond')
  ON CONFLICT (key) DO UPDATE SET outcome = excluded.outcome, shared_until = excluded.shared_until
  WHERE known.generation = $2::bigint`;
// A statement of its own: whoever gets the lock next must see what was put.
const unlock = `SELECT pg_advisory_unlock(${lockOf('$2')}), pg_notify('${channel}', $3)`;
const invalidate = `WITH changed AS (
    INSERT INTO shared_tenant_loads AS known (key, generation, outcome, shared_until)
    SELECT key, nextval('shared_tenant_generations'), NULL, clock_timestamp() FROM unnest($1::text[]) AS key ORDER BY key
    ON CONFLICT (key) DO UPDATE SET generation = excluded.generation, outcome = NULL, shared_until = excluded.shared_until)
  SELECT pg_notify('${channel}', $2)`;
// Longer than any load: a row that a load has seen is still there when it puts.
const sweep = `DELETE FROM shared_tenant_loads WHERE shared_until < clock_timestamp() - interval '10 minutes'`;
const sweepEveryMs = 60_000;

/** Claims are advisory locks of one session, texts are rows, word goes by NOTIFY. */
export class AdvisoryLockPlace implements SharedPlace {
  readonly #shareMs: number;
  readonly #session: ListeningSession;
  readonly #me = randomUUID();
  #sweptAt = performance.now();

  constructor({ url, shareMs, startTimer }: AdvisoryLockPlaceOptions, { heard, reached }: PlaceListener) {
    this.#shareMs = shareMs;
    this.#session = new ListeningSession({
      url,
      setUp,
      startTimer,
      reached,
      heard: (payload) => {
        const word = decodeWord(payload, this.#me);
        if (word !== undefined) heard(word);
      },
    });
  }

  async ask(key: string): Promise<Asked> {
    const [first] = await this.#session.query<Known & { locked: boolean }>(tryLock, [key]);
    if (first === undefined) throw new Error('unreachable: an aggregate gives a row');
    if (first.outcome !== null) return { kind: 'shared', text: first.outcome };
    if (!first.locked) return { kind: 'busy' };
    // Somebody may have put a text, or invalidated it, between the look and the lock.
    const [now = first] = await this.#session.query<Known>(known, [key]);
    const { generation } = first;
    if (now.outcome === null && now.generation === generation)
      return { kind: 'claimed', claim: this.#claim(key, generation) };
    await this.#end(key, generation, 'put');
    return now.outcome === null ? this.ask(key) : { kind: 'shared', text: now.outcome };
  }

  async invalidate(keys: readonly string[]): Promise<void> {
    const word = encodeWord({ kind: 'changed', keys }, this.#me);
    await this.#session.query(invalidate, [[...new Set(keys)], word]);
  }

  reset(): void {
    this.#session.reset();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }

  #claim(key: string, generation: string): Claim {
    return {
      put: async (text) => {
        await this.#session.query(put, [key, generation, text, this.#shareMs]);
        await this.#end(key, generation, 'put');
        await this.#sweep();
      },
      giveUp: () => this.#end(key, generation, 'given-up'),
    };
  }

  async #end(key: string, generation: string, kind: 'put' | 'given-up'): Promise<void> {
    await this.#session.query(unlock, [key, generation, encodeWord({ kind, key }, this.#me)]);
  }

  async #sweep(): Promise<void> {
    if (performance.now() - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = performance.now();
    await this.#session.query(sweep, []);
  }
}

interface Known {
  readonly generation: string;
  readonly outcome: string | null;
}
