import type { Detail, Evidence, Reporter } from '../contract/index.ts';

/** What a scenario told while it ran. */
export interface Recording extends Reporter {
  readonly details: readonly Detail[];
}

/** Collects the evidence and the details of one scenario. */
export function recordEvidence(signal: AbortSignal, onProgress: (line: string) => void, point?: string): Recording {
  const evidence: Evidence = {};
  const details: Detail[] = [];
  return {
    evidence,
    details,
    signal,
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
