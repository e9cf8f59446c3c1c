import { nextMoment } from './moments.ts';

// Taken here, so that a test with fake timers does not stop the watch's own clock.
const now = performance.now.bind(performance);

/** When a watch began: as a moment among this process's calls, and as a time that a server's ages are compared with. */
export interface Beginning {
  readonly moment: number;
  elapsedMs(): number;
}

export function beginningNow(): Beginning {
  const startedMs = now();
  return { moment: nextMoment(), elapsedMs: () => now() - startedMs };
}
