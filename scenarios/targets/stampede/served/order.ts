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

export interface CallMessage {
  readonly id: number;
  readonly call: keyof ServedCalls;
  readonly argument?: unknown;
}

/** Answers a call; the answer to the order is number 0 and holds the address. */
export interface AnswerMessage {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}
