import type { PoolProbe } from '../../harness/explore/index.ts';
import type { Operation } from './operation.ts';

/** A service on its way through the kit's proxy. */
export interface ConnectedService extends AsyncDisposable {
  /** The subject's operations by the same names; inputs that the subject prepared are understood. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Delivers what is due, once, and settles as the relay does (capability `relay`). */
  readonly relay?: () => Promise<void>;
  /** Asks its pool of connections whether it still has all of them; with it, a connection that is never given back is found out. */
  readonly probe?: PoolProbe;
}

/** A service in a process of its own. */
export interface ServiceProcess extends ConnectedService {
  /** Sends SIGKILL and resolves when the process has exited. */
  kill(): Promise<void>;
}

/** How the kit gets between a service and its database. */
export interface WireAccess {
  /** The database as the service reaches it without the proxy. */
  readonly url: string;
  /** Opens the service once more, on the same database by another URL; what it publishes is read through the subject. */
  connect(url: string): Promise<ConnectedService>;
  /** The same in a process of its own (capability `kill`). */
  readonly connectProcess?: (url: string) => Promise<ServiceProcess>;
}
