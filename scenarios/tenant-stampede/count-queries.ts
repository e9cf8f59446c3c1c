import { countQueries } from '../../harness/counting/index.ts';
import { InconclusiveError, demand } from '../contract/index.ts';
import type { Stage } from './stage.ts';

/** Demands that exactly so many tenant queries ran at the server during `work`; a pattern that matches none proves nothing. */
export async function demandQueries<T>(
  stage: Stage,
  expected: number,
  who: string,
  work: () => Promise<T>,
): Promise<T> {
  const { subject, report } = stage;
  const pattern = subject.tenantQueryPattern;
  if (pattern === undefined) throw new InconclusiveError('the subject does not say which statements resolve a tenant');
  await using counter = await countQueries({ adminUrl: subject.adminUrl, pattern, settleMs: subject.deadlineMs });
  const result = await work();
  const { verdict, reasons, count } = await counter.stop();
  if (verdict === 'inconclusive')
    throw new InconclusiveError(`the tenant queries cannot be counted: ${reasons.join('; ')}`);
  if (count === 0)
    throw new InconclusiveError(`${who}: no statement matched ${String(pattern)}; it may be the wrong pattern`);
  report.count('queries', count);
  demand(
    count === expected,
    `${who}: ${count} tenant queries instead of ${expected} (${stage.entrance.name}, counted at the server)`,
  );
  return result;
}
