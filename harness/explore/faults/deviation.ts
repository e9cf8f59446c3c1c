import type { Judgement } from '../outcome.ts';
import { isSameStatement } from '../same-statement.ts';
import type { RecordedStatement } from './recorded-statement.ts';

/** Undefined when every statement that was reached is the one that stood at its place before, but for constants. */
export async function deviationFrom(
  before: readonly RecordedStatement[],
  reached: readonly Pick<RecordedStatement, 'text'>[],
): Promise<Judgement | undefined> {
  for (const [index, { text: now }] of reached.entries()) {
    const then = before[index]?.text;
    if (then !== undefined && (await isSameStatement(then, now))) continue;
    return { outcome: 'nondeterministic', reason: `statement ${index + 1} was ${now} and before ${then ?? 'none'}` };
  }
  return undefined;
}
