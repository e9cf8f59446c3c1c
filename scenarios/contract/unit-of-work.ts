/** One step inside the transaction of the operation `unitOfWork` (capability `unit-of-work`), whose input is a list of them. */
export type UnitStep =
  /** Inserts the state row of this id (a uuid). */
  | { readonly write: string }
  /** Publishes the event that says that the row of this id was created. */
  | { readonly publish: string }
  /** Runs a statement that violates a constraint; `swallowed` code goes on as if nothing had happened. */
  | { readonly violate: 'thrown' | 'swallowed' }
  /** Runs steps behind a savepoint, then releases it or rolls back to it. */
  | { readonly savepoint: readonly UnitStep[]; readonly end: 'release' | 'rollback' }
  /** Takes this advisory lock, shared: the transaction stays open while somebody holds it. */
  | { readonly wait: number }
  /** Lets other transactions run in between. */
  | { readonly pauseMs: number }
  /** Throws this message out of the transaction's callback. */
  | { readonly throw: string };
