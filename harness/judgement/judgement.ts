import { AssertionError } from 'node:assert';
import { lineDifference } from './line-difference.ts';

/** What a matcher has found out; how it is told depends on who asks. */
export interface Judgement {
  readonly pass: boolean;
  /** Stands after "expected" and after "did not expect": `the bus to have published node.created`. */
  readonly expectation: string;
  /** What was found instead, in a sentence. */
  readonly found: string;
  readonly difference?: { readonly expected: unknown; readonly actual: unknown };
  /** What led there, as lines; asked only where it is told. */
  readonly timeline?: string;
}

/** What stands above the lines of a timeline. */
export const whatLedThere = 'What led there';

/** The message of a matcher that failed, `negated` for one behind `not`. */
export function messageOf({ expectation, found, difference, timeline }: Judgement, how: Telling): string {
  const { negated = false, withDifference } = how;
  const sentence = `${negated ? 'did not expect' : 'expected'} ${expectation}\n${found}`;
  const parts = [sentence];
  if (withDifference && !negated && difference !== undefined) {
    parts.push(`- expected\n+ found\n\n${lineDifference(difference.expected, difference.actual)}`);
  }
  if (timeline !== undefined && timeline !== '') parts.push(`${whatLedThere}:\n${timeline}`);
  return parts.join('\n\n');
}

/** How a judgement is told. */
export interface Telling {
  readonly negated?: boolean;
  /** False where the runner prints the difference itself. */
  readonly withDifference: boolean;
}

/** Throws node's own `AssertionError`, which every runner knows, unless the judgement is good. */
export function demand(judgement: Judgement): void {
  if (judgement.pass) return;
  const { difference } = judgement;
  throw new AssertionError({
    message: messageOf(judgement, { withDifference: true }),
    operator: 'rustok-testkit',
    ...(difference === undefined ? {} : { actual: difference.actual, expected: difference.expected }),
  });
}
