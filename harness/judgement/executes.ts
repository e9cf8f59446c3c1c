import { type QueriesDuringOptions, type QueryCount, type QueryPattern, queriesDuring } from '../counting/index.ts';
import { z } from 'zod';
import { checkConfiguration, objectWith, wholeNumber } from '../../src/configuration/index.ts';
import { DependencyError } from '../../src/errors/index.ts';
import { requireTier } from '../database/index.ts';
import type { Judgement } from './judgement.ts';

/** Where the statements are counted; see `queriesDuring`. */
export type CountingPlace = Omit<QueriesDuringOptions, 'pattern'>;

const askedSchema = objectWith({
  work: z.custom<() => unknown>((value) => typeof value === 'function', {
    error: ({ input }) =>
      input instanceof Promise
        ? 'must be a function, () => …, not the promise of what already runs'
        : 'must be a function',
  }),
  count: wholeNumber(0),
  place: z.custom<object>(
    (value) => typeof value === 'object' && value !== null,
    'must be the database, or an object with adminUrl, proxy, or both',
  ),
});

/** Whether `work` made the server execute `count` statements that match. A count that cannot be trusted is thrown as `COUNT_NOT_TRUSTED`: it shows neither that nor the contrary. */
export async function judgeExecutes(
  work: () => unknown,
  expected: { readonly pattern: QueryPattern; readonly count: number },
  place: CountingPlace,
): Promise<Judgement> {
  checkConfiguration(askedSchema, 'The count of statements', { work, count: expected.count, place });
  requireTier(place, 'counting', 'toExecute');
  const { pattern, count } = expected;
  const counted = await queriesDuring(async () => work(), { ...place, pattern });
  const expectation = `${times(count)} of ${typeof pattern === 'function' ? 'the statements' : String(pattern)}`;
  const doubts = doubtsOf(counted);
  if (doubts.length > 0)
    throw new DependencyError(`expected ${expectation}\nit could not be counted: ${doubts.join('; ')}`, {
      code: 'COUNT_NOT_TRUSTED',
    });
  return {
    pass: counted.count === count,
    expectation,
    found: described(counted),
    difference: { expected: count, actual: counted.count },
  };
}

function doubtsOf({ grade, reasons }: QueryCount): readonly string[] {
  if (grade !== 'advisory') return reasons;
  return [
    'the count is advisory, nested statements cannot be told apart; update pg_stat_statements to 1.9',
    ...reasons,
  ];
}

/** How many, by which witness, and what else there was: statements inside others, and those that failed. */
function described({ count, grade, nested, failed, statements }: QueryCount): string {
  const witnessed = grade === 'wire' ? `the proxy saw ${count} completed` : `the server executed ${count}`;
  const beside = `nested ${grade === 'wire' ? 'unseen' : nested}, failed ${failed ?? 'unseen'}`;
  const lines = statements.map(
    ({ calls, text, toplevel }) => `  ${calls} × ${shortened(text)}${toplevel ? '' : ' (nested)'}`,
  );
  return `${witnessed} (${grade}; ${beside})${lines.length === 0 ? '' : `:\n${lines.join('\n')}`}`;
}

function times(count: number): string {
  return count === 1 ? '1 execution' : `${count} executions`;
}

function shortened(statement: string): string {
  const line = statement.replaceAll(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
