import { cacheKey } from './cache-key.ts';
import type { TenantIdentifier } from './identifier.ts';

/** Cache keys by what they are made of: to build a text and to hash it costs a hit more than everything else. */
export class KeyTable {
  readonly #capacity: number;
  readonly #keys = {
    uuid: new Map<string, string>(),
    slug: new Map<string, string>(),
    host: new Map<string, string>(),
  } satisfies Record<TenantIdentifier['kind'], Map<string, string>>;

  /** Remembers up to `capacity` keys of each kind. */
  constructor(capacity = 20_000) {
    this.#capacity = capacity;
  }

  /** The same text as `cacheKey` gives. */
  keyOf(identifier: TenantIdentifier): string {
    return this.#keys[identifier.kind].get(identifier.value) ?? this.#add(identifier);
  }

  get size(): number {
    return Object.values(this.#keys).reduce((sum, { size }) => sum + size, 0);
  }

  #add(identifier: TenantIdentifier): string {
    const keys = this.#keys[identifier.kind];
    // Whatever is still asked for comes back; to keep the order of use would cost every hit.
    if (keys.size >= this.#capacity) keys.clear();
    const key = cacheKey(identifier);
    keys.set(identifier.value, key);
    return key;
  }
}
