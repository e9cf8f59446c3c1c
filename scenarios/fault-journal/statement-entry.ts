import { type StatementRecord, type WireParameter, commitsTransaction } from '../../harness/wire/index.ts';
import type { TimelineEntry } from '../contract/index.ts';
import { cut } from '../report/index.ts';

const longestText = 4_000;
const longestParameter = 300;
const mostParameters = 20;

/** A statement as an entry of a timeline that began at `startedAt`. */
export function statementEntry(statement: StatementRecord, startedAt: number): TimelineEntry {
  return {
    atMs: statement.startedAt - startedAt,
    kind: commitsTransaction(statement.text) ? 'commit' : 'statement',
    who: `connection ${statement.connection}`,
    text: cut(statement.text, longestText),
    note: [parametersOf(statement), answerTo(statement)].filter((part) => part !== '').join('\n'),
  };
}

function parametersOf({ parameters, parametersTruncated }: StatementRecord): string {
  const shown = parameters
    .slice(0, mostParameters)
    .map((parameter, index) => `$${index + 1} = ${describe(parameter)}`)
    .join(', ');
  const isCut = parametersTruncated || parameters.length > mostParameters;
  return isCut ? `${shown}, …` : shown;
}

function describe(parameter: WireParameter): string {
  if (parameter === null) return 'NULL';
  if (typeof parameter === 'string') return cut(parameter, longestParameter);
  return cut(`\\x${Buffer.from(parameter).toString('hex')}`, longestParameter);
}

function answerTo({ outcome, commandTag, sqlState, message, durationMs }: StatementRecord): string {
  const took = durationMs === null ? '' : ` after ${durationMs.toFixed(1)} ms`;
  switch (outcome) {
    case 'completed':
      return `→ ${commandTag ?? 'completed'}${took}`;
    case 'failed':
      return `→ error ${sqlState ?? '?'}: ${cut(message ?? '', longestParameter)}${took}`;
    case 'withheld':
      return '→ kept from the server by the fault';
    case 'unanswered':
      return '→ no answer: the connection ended first';
    case 'skipped':
      return '→ never executed: a message before it in the pipeline failed';
    case 'suspended':
      return '→ its row limit was reached';
    case 'running':
      return '→ no answer yet';
  }
}
