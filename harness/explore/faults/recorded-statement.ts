import { splitStatements } from '../../counting/index.ts';
import { type StatementRecord, commitsTransaction } from '../../wire/index.ts';

const opensTransaction = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*(?:begin|start\s+transaction)\b/i;

/** A semicolon that is not the last character. */
const joins = /;\s*\S/;

/** What the operation does when nothing goes wrong: the places where faults are put. */
export interface RecordedStatement {
  readonly text: string;
  /** A COMMIT, alone or among others in one message, or a statement that commits by itself. */
  readonly commits: boolean;
}

/** A statement that has passed, as the recording keeps it. */
export async function recordStatement(
  statement: Pick<StatementRecord, 'text' | 'inTransaction'>,
): Promise<RecordedStatement> {
  const { text } = statement;
  return { text, commits: await doesCommit(statement) };
}

async function doesCommit({ text, inTransaction }: Pick<StatementRecord, 'text' | 'inTransaction'>): Promise<boolean> {
  const parts = joins.test(text) ? await splitStatements(text) : [text];
  return parts.some(commitsTransaction) || (!inTransaction && !parts.some((part) => opensTransaction.test(part)));
}
