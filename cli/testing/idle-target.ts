import { toyTarget } from '../../scenarios/testing/toy-target.ts';

/** Nothing to do: neither side can be proved. */
export const target = toyTarget({ name: 'idle', subject: () => ({ operations: {} }) });
