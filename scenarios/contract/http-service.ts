/** A request as its client writes it: header names in lower case, the body byte for byte. */
export interface HttpRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What came back for a request. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One route of the running application; `:id` stands for an id. */
export interface ServedRoute {
  readonly method: string;
  readonly path: string;
}

/** Requests that share one connection. */
export interface HttpConnection extends AsyncDisposable {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** What it takes to sign a token that the service accepts: JWT, HS256. */
export interface TokenSigning {
  readonly secret: string;
  readonly issuer: string;
  readonly audience: string;
}

/** One of the roles of the specification. */
export type RoleName = 'super_admin' | 'admin' | 'manager' | 'customer';

/** A tenant that a world starts with. */
export interface TenantSeed {
  readonly id: string;
  readonly slug: string;
  readonly isActive: boolean;
}

/** A user that a world starts with. */
export interface UserSeed {
  readonly id: string;
  readonly tenantId: string;
  readonly role: RoleName;
  readonly status: 'active' | 'inactive' | 'banned';
}

/** A node of version 1 with one translation, whose slug is its own. */
export interface NodeSeed {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: string;
  readonly status: 'draft' | 'published' | 'archived';
  readonly authorId: string | null;
  readonly isDeleted?: boolean;
  /** RFC 3339; now, when left out. */
  readonly createdAt?: string;
}

/** Rows that a world starts with. */
export interface RowSeeds {
  readonly tenants?: readonly TenantSeed[];
  readonly users?: readonly UserSeed[];
  readonly nodes?: readonly NodeSeed[];
}

/** A caller that is no user, as code in the service's own process can claim to be. */
export interface ProgramCaller {
  readonly kind: 'service' | 'system';
  readonly role: RoleName | null;
  readonly tenantId: string;
  readonly userId: null;
}

/** A served application with the routes of the domain's specification. */
export interface HttpService {
  /** Its routes, read from the running application. */
  routes(): Promise<readonly ServedRoute[]>;
  /** In process, where the service can; each request stands alone. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Over a socket; the connection is kept between requests. */
  connect(): Promise<HttpConnection>;
  readonly tokens: TokenSigning;
  /** The request, made in the service's process by a caller whose context is an object of this content. */
  sendAs(caller: ProgramCaller, request: HttpRequest): Promise<HttpAnswer>;
  /** Tries to start the application with one more route that declares no access: the error it was refused with, or `undefined`. */
  startWithUndeclaredRoute(): Promise<Error | undefined>;
  /** Commits rows behind the service's back. */
  insert(rows: RowSeeds): Promise<void>;
}
