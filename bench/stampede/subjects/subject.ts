import type { TenantContext, TenantIdentifier, TenantLoader } from '../../../src/index.ts';

/** What is kept for a tenant that is not there: some caches cannot hold null. */
export interface Absent {
  readonly absent: true;
}

/** What a look-up comes to; whoever asks tells 404 and 403 from it. */
export type Entry = TenantContext | Absent;

/** What a subject is made with: the same loader, time to live and room for all of them. */
export interface LookUpParts {
  readonly loader: TenantLoader;
  readonly ttlMs: number;
  readonly capacity: number;
  /** How long a load may take, for those that can bound it. */
  readonly loadTimeoutMs?: number;
}

/** A cached look-up under measurement. `get` may also resolve to null, or reject with `TENANT_NOT_FOUND` and `TENANT_INACTIVE`. */
export interface LookUp {
  get(identifier: TenantIdentifier, signal?: AbortSignal): Promise<Entry | null | undefined>;
  drop(identifier: TenantIdentifier): unknown;
  close?(): unknown;
}

/** One way of resolving tenants. */
export interface Subject {
  readonly name: string;
  /** What stands between a thousand callers and the database, for the report. */
  readonly about: string;
  open(parts: LookUpParts): Promise<LookUp>;
}

const absent: Absent = Object.freeze({ absent: true });

/** Loads what is to be cached. */
export async function loadEntry(
  loader: TenantLoader,
  identifier: TenantIdentifier,
  signal: AbortSignal = never,
): Promise<Entry> {
  return (await loader.load(identifier, signal)) ?? absent;
}

const never = new AbortController().signal;
