import { countQueries } from '../../harness/counting/index.ts';
import { InconclusiveError, demand } from '../contract/index.ts';
import type { Stage } from './stage.ts';

/** The tenant queries that ran at the server during `work`, 0 included. */
export async function tenantQueriesDuring<T>(
  { subject, report }: Pick<Stage, 'subject' | 'report'>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly queries: number }> {
  const pattern = subject.tenantQueryPattern;
  if (pattern === undefined) throw new InconclusiveError('the subject does not say which statements resolve a tenant');
  await using counter = await countQueries({ adminUrl: subject.adminUrl, pattern, settleMs: subject.deadlineMs });
  const result = await work();
  const { verdict, reasons, count } = await counter.stop();
  if (verdict === 'inconclusive')
    throw new InconclusiveError(`the tenant queries cannot be counted: ${reasons.join('; ')}`);
  report.count('queries', count);
  return { result, queries: count };
}

/** Demands that exactly so many tenant queries ran at the server during `work`; a pattern that matches none proves nothing. */
export async function demandQueries<T>(
  stage: Pick<Stage, 'subject' | 'report'> & { readonly entrance: Pick<Stage['entrance'], 'name'> },
  expected: number,
  who: string,
  work: () => Promise<T>,
): Promise<T> {
  const { result, queries } = await tenantQueriesDuring(stage, work);
  if (queries === 0)
    throw new InconclusiveError(
      `${who}: no statement matched ${String(stage.subject.tenantQueryPattern)}; it may be the wrong pattern`,
    );
  demand(
    queries === expected,
    `${who}: ${queries} tenant queries instead of ${expected} (${stage.entrance.name}, counted at the server)`,
  );
  return result;
}
