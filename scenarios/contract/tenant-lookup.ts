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
  /** Never rejects; an aborted signal says that the caller has gone away, and then no answer matters. */
  ask(question: TenantQuestion, signal: AbortSignal): Promise<TenantAnswer>;
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
  /** Capability `tenant-lookup`. */
  readonly called?: () => Promise<CalledTenantLookup>;
  /** Capability `served-tenant-lookup`; the subject ends the process. */
  readonly served?: () => Promise<ServedTenantLookup>;
}
