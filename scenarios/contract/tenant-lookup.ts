/** A tenant that callers ask for. */
export interface LookedUpTenant {
  readonly id: string;
  readonly slug: string;
  readonly domain: string | null;
  /** Random, so that it stands in no answer by chance. */
  readonly name: string;
}

/** How a caller names the tenant that it asks for. */
export interface TenantQuestion {
  readonly by: 'id' | 'slug' | 'host';
  readonly value: string;
}

/** What a caller is told, in HTTP's words also where nothing is served. */
export interface TenantAnswer {
  /** 200 found, 404 unknown, 403 inactive, 503 or 504 when the database does not do its part. */
  readonly status: number;
  /** Holds the tenant's name when it is found. */
  readonly body: string;
}

/** How a look-up is opened; what a subject cannot grant it refuses. */
export interface LookupOptions {
  /** The database by another URL, such as the proxy's (capability `tenant-lookup-wire`). */
  readonly url?: string;
  /** How many entries its cache may hold (capability `cache-access`). */
  readonly capacity?: number;
  /** For how long past its time a tenant is served: at once while it is renewed, and when that fails (capability `stale-serving`). */
  readonly stale?: { readonly whileRevalidatingMs?: number; readonly onErrorMs?: number };
}

/** The store behind a look-up's cache. */
export interface CacheAccess {
  /** Entries that it holds. */
  size(): number;
  /** Puts something that is no entry in the place of every entry. */
  corrupt(): void;
  /** From now on every call of it throws, or none does. */
  setFailing(isFailing: boolean): void;
}

/** The loads of a look-up. */
export interface LoaderAccess {
  /** Every load that begins from now on rejects with this; `heal` ends it. */
  rejectWith(reason: unknown): void;
  /** Every load that begins from now on is answered by this and not by the database; `heal` ends it. */
  standIn(answer: (value: string) => LookedUpTenant | null | Promise<LookedUpTenant | null>): void;
  heal(): void;
  /** Loads so far. */
  attempts(): number;
  /** Loads that were told to stop. */
  cancelled(): number;
}

/** One running look-up with its cache, and the levers on it. */
export interface TenantLookup {
  /** Callers that have entered the look-up so far, answered or not. */
  entered(): Promise<number>;
  /** Drops what the look-up knows of the tenant, as the service does after it has changed one. */
  invalidate(tenant: LookedUpTenant): Promise<void>;
  /** Moves the clock that entries expire by (capability `service-clock`). */
  advanceClock?(byMs: number): Promise<void>;
}

/** A look-up that is called in the kit's own process. */
export interface CalledTenantLookup extends TenantLookup {
  /**
   * Never rejects; an aborted signal says that the caller has gone away: it is answered at once, and what it is told does not matter.
   * `deadlineMs` is the caller's own patience.
   */
  ask(question: TenantQuestion, signal: AbortSignal, options?: { readonly deadlineMs?: number }): Promise<TenantAnswer>;
  /** A caller that tries to overwrite everything in its answer. */
  readonly spoil?: (question: TenantQuestion) => Promise<void>;
  /** Capability `cache-access`. */
  readonly cache?: CacheAccess;
  /** Capability `loader-access`. */
  readonly loader?: LoaderAccess;
}

/** What a crowd at one instance was told. */
export interface ToldCrowd {
  readonly asked: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Bodies by status, one of each. */
  readonly samples: Readonly<Record<string, string>>;
  /** Answers of status 200 that do not hold the name asked for. */
  readonly misnamed: number;
}

/** One of several instances of a service. */
export interface TenantInstance {
  entered(): Promise<number>;
  /** Loads for which it has been told to wait for another instance (capability `instance-waits`). */
  readonly waited?: () => Promise<number>;
  invalidate(tenant: LookedUpTenant): Promise<void>;
  /** So many callers at once. */
  crowd(question: TenantQuestion, callers: number, name?: string): Promise<ToldCrowd>;
  /** Ends it by SIGKILL; only where it is a process. */
  kill(): Promise<void>;
}

/** How instances are started and what they share their loads by. */
export interface InstancesOptions {
  readonly in: 'processes' | 'this process';
  readonly by: SharedBy;
  /** One URL of a Redis for each instance; as many instances are started. With an advisory lock, so many empty ones. */
  readonly urls: readonly string[];
  readonly times?: InstanceTimes;
}

/** What instances share their loads by. */
export type SharedBy = 'advisory-lock' | 'redis';

/** The times of the sharing, in milliseconds. */
export interface InstanceTimes {
  readonly waitMs?: number;
  readonly patienceMs?: number;
  readonly pollMs?: number;
  readonly leaseMs?: number;
  readonly shareMs?: number;
}

/** A way to ask a served application. */
export interface TenantRoute {
  readonly name: string;
  /** A request whose answer holds the tenant's name; asks nothing of the database, which may be held. */
  requestFor(
    tenant: LookedUpTenant,
  ): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
}

/** A look-up behind an application that is served by a process of its own, with a gate between its socket and its code. */
export interface ServedTenantLookup extends TenantLookup {
  readonly routes: readonly TenantRoute[];
  /** Requests that have reached the process. */
  arrived(): Promise<number>;
  /** Requests whose client went away before the answer, as the process has noticed. */
  abandoned(): Promise<number>;
  /** Keeps requests from the application until the gate is opened. */
  closeGate(): Promise<void>;
  openGate(): Promise<void>;
}

/** The look-up of tenants that many callers ask for at once. */
export interface TenantLookupSubject {
  /** The table it reads, for the server's levers. */
  readonly table: string;
  /** Commits a tenant behind the service's back. */
  insertTenant(given?: { slug?: string; domain?: string; isActive?: boolean }): Promise<LookedUpTenant>;
  /** A tenant that is not there, of a name that could be. */
  absentTenant(): LookedUpTenant;
  /** Makes it inactive, behind the service's back: from now on it must be refused. */
  deactivateTenant(tenant: LookedUpTenant): Promise<void>;
  /** Makes it active again, in the same way. */
  readonly activateTenant?: (tenant: LookedUpTenant) => Promise<void>;
  /** Commits so many tenants at once. */
  readonly insertTenants?: (count: number) => Promise<readonly LookedUpTenant[]>;
  /** Capability `tenant-lookup`. */
  readonly called?: (options?: LookupOptions) => Promise<CalledTenantLookup>;
  /** Capability `tenant-lookup-wire`: the database as the look-up reaches it without the proxy. */
  readonly databaseUrl?: string;
  /** Capability `tenant-instances`; the subject ends them. */
  readonly instances?: (options: InstancesOptions) => Promise<readonly TenantInstance[]>;
  /** Capability `served-tenant-lookup`; the subject ends the process. */
  readonly served?: () => Promise<ServedTenantLookup>;
}
