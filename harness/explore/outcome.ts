/**
 * What a fault did to an operation. `consistent`: all or nothing, and published if and only if committed · `ghost`: published, not committed ·
 * `lost`: committed and never published, or reported as done and never committed · `torn`: a part of it ·
 * `ambiguous`: the caller saw an error, yet it was committed · `stuck`: not settled by its deadline, or a connection was left behind ·
 * `nondeterministic`: the fault did not fire where it was placed, so nothing was shown.
 */
export type Outcome = 'consistent' | 'ghost' | 'lost' | 'torn' | 'ambiguous' | 'stuck' | 'nondeterministic';

/** An outcome with its reason in one sentence. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly reason: string;
}

/** How the caller saw the operation end. */
export type Settlement =
  | { readonly kind: 'resolved' }
  | { readonly kind: 'rejected'; readonly error: unknown }
  | { readonly kind: 'unsettled' };
