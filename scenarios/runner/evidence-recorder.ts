import type { Evidence, Reporter } from '../contract/index.ts';

/** Collects the evidence of one scenario. */
export function recordEvidence(signal: AbortSignal, onProgress: (line: string) => void): Reporter {
  const evidence: Evidence = {};
  return {
    evidence,
    signal,
    count: (kind, by = 1) => {
      evidence[kind] = (evidence[kind] ?? 0) + by;
    },
    progress: onProgress,
  };
}
