import type { TenantContext, TenantIdentifier, TenantLoader } from '../../../src/tenancy/index.ts';
import type { LoaderAccess } from '../../contract/index.ts';

/** A loader whose loads are counted and can be made to reject with anything. */
export class LoaderLever implements TenantLoader, LoaderAccess {
  readonly #inner: TenantLoader;
  #instead: ((identifier: TenantIdentifier) => Promise<TenantContext | null>) | undefined;
  #attempts = 0;
  #cancelled = 0;

  constructor(inner: TenantLoader) {
    this.#inner = inner;
  }

  load(identifier: TenantIdentifier, signal: AbortSignal): Promise<TenantContext | null> {
    this.#attempts += 1;
    signal.addEventListener('abort', () => {
      this.#cancelled += 1;
    });
    return this.#instead === undefined ? this.#inner.load(identifier, signal) : this.#instead(identifier);
  }

  rejectWith(reason: unknown): void {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- that it need be no error is what is tried
    this.#instead = () => Promise.reject(reason);
  }

  standIn(answer: Parameters<LoaderAccess['standIn']>[0]): void {
    this.#instead = async ({ value }) => {
      const tenant = await answer(value);
      return tenant === null ? null : { ...tenant, settings: {}, defaultLocale: 'en', isActive: true };
    };
  }

  heal(): void {
    this.#instead = undefined;
  }

  attempts(): number {
    return this.#attempts;
  }

  cancelled(): number {
    return this.#cancelled;
  }
}
