import { fingerprintOf, splitStatements } from '../../counting/index.ts';
import { type StatementRecord, commitsTransaction } from '../../wire/index.ts';

const opensTransaction = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*(?:begin|start\s+transaction)\b/i;

/** What the operation does when nothing goes wrong: the places where faults are put. */
export interface RecordedStatement {
  readonly text: string;
  /** Equal for texts that differ in constants only; the text itself when it does not parse. */
  readonly identity: string;
  /** A COMMIT, alone or among others in one message, or a statement that commits by itself. */
  readonly commits: boolean;
}

/** A statement that has passed, as the recording keeps it. */
export async function recordStatement(
  statement: Pick<StatementRecord, 'text' | 'inTransaction'>,
): Promise<RecordedStatement> {
  const { text } = statement;
  return { text, identity: (await fingerprintOf(text)) ?? text, commits: await doesCommit(statement) };
}

async function doesCommit({ text, inTransaction }: Pick<StatementRecord, 'text' | 'inTransaction'>): Promise<boolean> {
  const parts = text.includes(';') ? await splitStatements(text) : [text];
  return parts.some(commitsTransaction) || (!inTransaction && !parts.some((part) => opensTransaction.test(part)));
}
