import type { BenchRow } from '../../benchmark.ts';
import type { PeersTable } from './judge.ts';

/** The table as rows of a benchmark: 1 where a library held in a case, 0 where it did not; what could not be asked or concluded has no row. */
export function peersRows({ cells }: Pick<PeersTable, 'cells'>): BenchRow[] {
  return cells.flatMap(({ library, id, verdict }) => {
    if (verdict !== 'passed' && verdict !== 'failed') return [];
    const held = verdict === 'passed' ? 1 : 0;
    return [{ subject: library, metric: id, unit: 'held', n: 1, min: held, median: held, max: held }];
  });
}
