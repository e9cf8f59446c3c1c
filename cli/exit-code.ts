import type { ProofReport, SabotageReport } from '../scenarios/index.ts';

export const exitCodes = { held: 0, failed: 1, usage: 2, inconclusive: 3, interrupted: 130 } as const;

/**
 * 0 when at least one scenario passed, none failed or was inconclusive and none that was named was skipped; failed beats
 * inconclusive; a request that this target cannot meet (all skipped, a named one skipped) is a matter of usage.
 */
export function exitCodeOfProof(report: ProofReport, named: ReadonlySet<string>): number {
  const { passed, failed, inconclusive } = report.summary;
  if (failed > 0) return exitCodes.failed;
  if (inconclusive > 0) return exitCodes.inconclusive;
  const namedWasSkipped = report.scenarios.some(({ id, verdict }) => verdict === 'skipped' && named.has(id));
  return passed === 0 || namedWasSkipped ? exitCodes.usage : exitCodes.held;
}

/** 0 when every saboteur was caught and every scenario has one. */
export function exitCodeOfSabotage({ matrix, survivors, emptyRows }: SabotageReport): number {
  return matrix.length > 0 && survivors.length === 0 && emptyRows.length === 0 ? exitCodes.held : exitCodes.failed;
}
