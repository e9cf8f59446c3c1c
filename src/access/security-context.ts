import type { Role } from './policy.ts';

/** Who acts, for which tenant. */
export interface SecurityContext {
  /** A signed-in user, a program with a role of its own, or this process itself. */
  readonly kind: 'user' | 'service' | 'system';
  /** Null grants nothing; the system has none and needs none. */
  readonly role: Role | null;
  readonly userId: string | null;
  readonly tenantId: string;
}

const madeHere = new WeakSet<SecurityContext>();

/**
 * The context of this process itself: every permission, within one tenant.
 * Only an object made by this function is the system: one that merely says so, as a decoded request could, has no permission.
 */
export function systemContext(tenantId: string): SecurityContext {
  const context: SecurityContext = Object.freeze({ kind: 'system', role: null, userId: null, tenantId });
  madeHere.add(context);
  return context;
}

/** Whether the context was made by `systemContext` in this process. */
export function isSystem(context: SecurityContext): boolean {
  return madeHere.has(context);
}
