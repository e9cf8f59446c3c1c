import type { Action } from './action.ts';
import type { WireStatement } from './statement.ts';
import { cannotPlace } from './wire-failure.ts';

/** Decides about a statement before it is forwarded; undefined lets it pass without a pause. */
export type Intercept = (statement: WireStatement) => Action | undefined | Promise<Action | undefined>;

/** What a relay needs from its proxy. */
export interface RelayHooks {
  /** Undefined while nobody intercepts. */
  intercept(): Intercept | undefined;
  closed(): void;
}

/** What the interceptor says of the statement; one that throws has refused to decide. */
export function decisionOn(
  intercept: Intercept | undefined,
  statement: WireStatement | undefined,
): ReturnType<Intercept> {
  try {
    return statement === undefined ? undefined : intercept?.(statement);
  } catch (error) {
    return Promise.reject(cannotPlace(error));
  }
}
