import type { Judgement } from '../outcome.ts';
import type { RecordedStatement } from './recorded-statement.ts';

/** Undefined when every statement that was reached is the one that stood at its place before, but for constants. */
export function deviationFrom(
  before: readonly RecordedStatement[],
  reached: readonly RecordedStatement[],
): Judgement | undefined {
  const differs = reached.findIndex(({ identity }, index) => identity !== before[index]?.identity);
  if (differs === -1) return undefined;
  const [now, then] = [reached, before].map((statements) => statements[differs]?.text ?? 'none');
  return { outcome: 'nondeterministic', reason: `statement ${differs + 1} was ${now} and before ${then}` };
}
