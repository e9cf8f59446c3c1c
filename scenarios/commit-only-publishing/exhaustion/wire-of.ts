import { InconclusiveError, type Subject, type WireAccess } from '../../contract/index.ts';

/** The way through the proxy that the target's capability `wire` promises. */
export function wireOf({ wire }: Subject): WireAccess {
  if (wire === undefined) throw new InconclusiveError('the target declares wire, its subject has no wire');
  return wire;
}
