import { toyTarget } from '../../scenarios/testing/toy-target.ts';

/** Keeps the process busy: a finished command must end all the same. */
export const target = toyTarget({ name: 'noisy', onOpen: () => setInterval(() => {}, 60_000) });
