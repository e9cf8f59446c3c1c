import type { LookedUpTenant } from '../../../contract/index.ts';

/** What the serving process is told first. */
export interface ServeOrder {
  readonly databaseUrl: string;
  readonly deadlineMs: number;
  readonly tokenSecret: string;
  /** The target whose mistake is served. */
  readonly target: string;
}

/** What it can be asked for, then. */
export interface ServedCalls {
  entered(): number;
  arrived(): number;
  abandoned(): number;
  closeGate(): void;
  openGate(): void;
  invalidate(tenant: LookedUpTenant): void;
  advanceClock(byMs: number): void;
}
