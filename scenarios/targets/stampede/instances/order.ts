import type { LookedUpTenant, TenantQuestion, ToldCrowd } from '../../../contract/index.ts';
import type { Meeting } from './open-guard.ts';

/** What the process of an instance is told first. */
export interface InstanceOrder {
  readonly meeting: Meeting;
  readonly deadlineMs: number;
  /** The target whose mistake it makes. */
  readonly target: string;
}

/** What it can be asked for, then. */
export interface InstanceCalls {
  entered(): Promise<number>;
  waited(): Promise<number>;
  invalidate(tenant: LookedUpTenant): Promise<void>;
  crowd(order: CrowdOrder): Promise<ToldCrowd>;
}

export interface CrowdOrder {
  readonly question: TenantQuestion;
  readonly callers: number;
  readonly name: string | undefined;
}
