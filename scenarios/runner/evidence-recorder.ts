import type { Detail, Evidence, Reporter } from '../contract/index.ts';

/** What a scenario told while it ran. */
export interface Recording extends Reporter {
  readonly details: readonly Detail[];
}

/** A service that is wrong is wrong in a hundred places. */
const enoughToSee = 3;

/** What the runner was asked for, as far as a scenario learns of it. */
interface Asked {
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly point?: string | undefined;
  readonly enough?: number | undefined;
}

/** Collects the evidence and the details of one scenario. */
export function recordEvidence(
  signal: AbortSignal,
  { onProgress = () => {}, point, enough = enoughToSee }: Asked = {},
): Recording {
  const evidence: Evidence = {};
  const details: Detail[] = [];
  return {
    evidence,
    details,
    signal,
    enough,
    ...(point === undefined ? {} : { point }),
    count: (kind, by = 1) => {
      evidence[kind] = (evidence[kind] ?? 0) + by;
    },
    attach: (detail) => {
      details.push(detail);
    },
    progress: onProgress,
  };
}
