import type { LookedUpTenant, TenantLookup } from '../contract/index.ts';
import type { Answers } from './answers.ts';

/** One way in which a crowd can ask for a tenant. */
export interface Entrance {
  readonly name: string;
  readonly lookup: TenantLookup;
  /** Asks by so many callers at once: all of them have arrived before the first one enters the look-up. */
  rush(tenant: LookedUpTenant, callers: number, expectation?: Expectation): Promise<Answers>;
  /** One caller, without ceremony. */
  askOnce(tenant: LookedUpTenant, expectation?: Expectation): Promise<Answers>;
  /** One caller that will go away; nobody looks at its answer. */
  visit(tenant: LookedUpTenant): Promise<Visitor>;
}

/** What every answer must hold. */
export interface Expectation {
  readonly name?: string;
}

export interface Visitor {
  /** Goes away; resolves when the service has noticed. */
  leave(): Promise<void>;
}
