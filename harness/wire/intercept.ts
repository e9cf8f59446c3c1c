import type { Action } from './action.ts';
import type { WireStatement } from './statement.ts';

/** Decides about a statement before it is forwarded; undefined lets it pass without a pause. */
export type Intercept = (statement: WireStatement) => Action | undefined | Promise<Action | undefined>;

/** What a relay needs from its proxy. */
export interface RelayHooks {
  /** Undefined while nobody intercepts. */
  intercept(): Intercept | undefined;
  closed(): void;
}
