import {
  type CalledTenantLookup,
  InconclusiveError,
  type LookupOptions,
  type Reporter,
  type ServedTenantLookup,
  type Subject,
  type TenantLookupSubject,
} from '../contract/index.ts';
import type { Entrance } from './entrance.ts';

/** Where one case is played: a subject, one way into it, and how many ask. */
export interface Stage {
  readonly subject: Subject;
  readonly report: Reporter;
  readonly tenants: TenantLookupSubject;
  readonly entrance: Entrance;
  readonly callers: number;
  /** The look-up itself, where it is called in this process. */
  readonly called?: CalledTenantLookup;
}

/** The subject's look-up; a target that promises the capability has one. */
export function tenantsOf({ tenantLookup }: Subject): TenantLookupSubject {
  if (tenantLookup === undefined) throw new InconclusiveError('the subject does not say how its tenants are looked up');
  return tenantLookup;
}

export function calledLookup({ called }: TenantLookupSubject, options?: LookupOptions): Promise<CalledTenantLookup> {
  return granted(called, 'a look-up to call')(options);
}

/** The look-up of a case that is played in this process. */
export function calledOf({ called }: Stage): CalledTenantLookup {
  return granted(called, 'a look-up to call');
}

/** What a target's capability promises, or the reason why nothing can be judged. */
export function granted<T>(given: T | undefined, what: string): T {
  if (given === undefined) throw new InconclusiveError(`the subject does not offer ${what}`);
  return given;
}

export function servedLookup({ served }: TenantLookupSubject): Promise<ServedTenantLookup> {
  if (served === undefined) throw new InconclusiveError('the subject serves no look-up');
  return served();
}
