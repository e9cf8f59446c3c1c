import { type QueriesDuringOptions, type QueryPattern, queriesDuring } from '../counting/index.ts';
import type { Judgement } from './judgement.ts';

/** Where the statements are counted; see `queriesDuring`. */
export type CountingPlace = Omit<QueriesDuringOptions, 'pattern'>;

/** Whether `work` made the server execute `count` statements that match; a count that cannot be trusted is not good enough. */
export async function judgeExecutes(
  work: () => unknown,
  expected: { readonly pattern: QueryPattern; readonly count: number },
  place: CountingPlace,
): Promise<Judgement> {
  const { pattern, count } = expected;
  const counted = await queriesDuring(async () => work(), { ...place, pattern });
  const expectation = `${times(count)} of ${typeof pattern === 'function' ? 'the statements' : String(pattern)}`;
  const statements = counted.statements
    .filter(({ toplevel }) => toplevel)
    .map(({ calls, text }) => `  ${calls} × ${shortened(text)}`);
  if (counted.verdict === 'inconclusive') {
    return { pass: false, expectation, found: `it could not be counted: ${counted.reasons.join('; ')}` };
  }
  const seen = statements.length === 0 ? '' : `:\n${statements.join('\n')}`;
  return {
    pass: counted.count === count,
    expectation,
    found: `the server executed ${counted.count}${seen}`,
    difference: { expected: count, actual: counted.count },
  };
}

function times(count: number): string {
  return count === 1 ? '1 execution' : `${count} executions`;
}

function shortened(statement: string): string {
  const line = statement.replaceAll(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
