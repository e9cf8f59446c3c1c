import type { Operation, Reporter, Subject } from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { type Exploration, exploreAtRest } from './explore-at-rest.ts';
import { type RepeatedWork, atRest } from './operation-at-rest.ts';
import { Tally } from './tally.ts';
import { wireOf } from './wire-of.ts';

/** Breaks every mutating operation at every statement that it sends, once for each fault. */
export async function exploreOperations(subject: Subject, report: Reporter, exploration: Exploration): Promise<void> {
  const wire = wireOf(subject);
  await using levers = await Levers.open(subject);
  const tally = new Tally(report);
  for (const [name, operation] of mutatingOperations(subject)) {
    if (tally.wanted <= 0) break;
    const work = await atRest(subject, wire, levers, workOf(name, operation, await operation.prepare()));
    const { statements } = await exploreAtRest({ subject, report, tally }, work, exploration);
    report.progress(`  ${name}: ${statements.length} statements, ${report.evidence.faultPoints} fault points so far`);
  }
  tally.conclude();
}

function workOf(name: string, { isRepeatable = false }: Operation, input: RepeatedWork['input']): RepeatedWork {
  return {
    name,
    input,
    by: ({ operations }) => {
      const run = async () => operations[name]?.call(input);
      return isRepeatable ? { run, retry: run } : { run };
    },
  };
}
