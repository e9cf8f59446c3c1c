import { fingerprintOf } from '../../counting/index.ts';
import { type WireStatement, commitsTransaction } from '../../wire/index.ts';

const opensTransaction = /^\s*(?:begin|start\s+transaction)\b/i;

/** What the operation does when nothing goes wrong: the places where faults are put. */
export interface RecordedStatement {
  readonly text: string;
  /** Equal for texts that differ in constants only; the text itself when it does not parse. */
  readonly identity: string;
  readonly commits: boolean;
}

/** A statement that has passed, as the recording keeps it. */
export async function recordStatement(statement: WireStatement): Promise<RecordedStatement> {
  const { text } = statement;
  const commits = commitsTransaction(text) || (!statement.inTransaction && !opensTransaction.test(text));
  return { text, identity: (await fingerprintOf(text)) ?? text, commits };
}
