import type { ProofReport, Verdict } from '../contract/index.ts';

/** What a run amounts to: the verdict over all, and the sentence that closes the report. */
export function closingOf({ summary }: Pick<ProofReport, 'summary'>): {
  verdict: Verdict;
  counts: string;
  words: string;
} {
  const counts = `${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped, ${summary.inconclusive} inconclusive`;
  if (summary.failed > 0) return { verdict: 'failed', counts, words: 'the target breaks its promise' };
  if (summary.inconclusive > 0 || summary.passed === 0)
    return { verdict: 'inconclusive', counts, words: 'nothing is proved yet' };
  const words = summary.skipped > 0 ? 'what was asked of the target holds' : 'every promise holds';
  return { verdict: 'passed', counts, words };
}
