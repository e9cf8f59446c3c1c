import type { Observation } from './observation.ts';
import type { PoolProbe } from './pool-probe.ts';

/** The code under test, connected. */
export interface OpenOperation {
  /** Performs the operation once; settles as its caller would see it. */
  run(): Promise<unknown>;
  /**
   * Performs it again as a caller would that does not know whether it was done (the same idempotency key). Absent when no retry is promised to
   * be safe: a COMMIT in doubt is then allowed as it is, and nothing is shown about a retry.
   */
  retry?(): Promise<unknown>;
  /** Kills the process that runs the operation, as SIGKILL does; absent when it is this one. */
  kill?(): Promise<void>;
  /** With it, a run that leaves the pool without one of its connections is *stuck*, also when the connection is idle at the server. */
  readonly probe?: PoolProbe;
  /** Closes its connections; may fail or hang when a fault broke it, it is then left behind. */
  close(): Promise<void>;
}

/** An operation and the state it works on. */
export interface ExploredOperation {
  readonly name: string;
  /** Opens the code under test on a database URL that leads through the proxy; called again after a run that broke it. */
  open(url: string): Promise<OpenOperation>;
  /** Brings the committed state back to where every run starts; on a direct connection, best in one round trip. */
  reset(): Promise<void>;
  /** Reads the committed state and, drained to quiescence, what was published; on a direct connection. */
  observe(): Promise<Observation>;
}
