import {
  type CalledTenantLookup,
  InconclusiveError,
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
}

/** The subject's look-up; a target that promises the capability has one. */
export function tenantsOf({ tenantLookup }: Subject): TenantLookupSubject {
  if (tenantLookup === undefined) throw new InconclusiveError('the subject does not say how its tenants are looked up');
  return tenantLookup;
}

export function calledLookup({ called }: TenantLookupSubject): Promise<CalledTenantLookup> {
  if (called === undefined) throw new InconclusiveError('the subject offers no look-up to call');
  return called();
}

export function servedLookup({ served }: TenantLookupSubject): Promise<ServedTenantLookup> {
  if (served === undefined) throw new InconclusiveError('the subject serves no look-up');
  return served();
}
