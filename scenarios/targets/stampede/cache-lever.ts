import type { TenantCache } from '../../../src/tenancy/index.ts';
import type { CacheAccess } from '../../contract/index.ts';

/** A cache that can be disturbed; what is kept in it is the look-up's own. */
export class CacheLever implements TenantCache, Pick<CacheAccess, 'corrupt' | 'setFailing'> {
  readonly #inner: TenantCache & { readonly size: number };
  readonly #written = new Set<string>();
  readonly #corrupted = new Set<string>();
  #isFailing = false;

  constructor(inner: TenantCache & { readonly size: number }) {
    this.#inner = inner;
  }

  get size(): number {
    return this.#inner.size;
  }

  get(key: string): unknown {
    this.#answer();
    return this.#corrupted.has(key) ? { tenant: { id: 7 } } : this.#inner.get(key);
  }

  set(...[key, outcome, ttlMs]: Parameters<TenantCache['set']>): void {
    this.#answer();
    this.#mend(key);
    this.#written.add(key);
    this.#inner.set(key, outcome, ttlMs);
  }

  delete(key: string): void {
    this.#answer();
    this.#mend(key);
    this.#inner.delete(key);
  }

  clear(): void {
    this.#answer();
    this.#corrupted.clear();
    this.#inner.clear?.();
  }

  corrupt(): void {
    for (const key of this.#written) this.#corrupted.add(key);
  }

  setFailing(isFailing: boolean): void {
    this.#isFailing = isFailing;
  }

  #answer(): void {
    if (this.#isFailing) throw new Error('the cache is not available');
  }

  #mend(key: string): void {
    this.#corrupted.delete(key);
  }
}
