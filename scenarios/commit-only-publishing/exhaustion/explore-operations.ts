import type { Operation, Reporter, Subject } from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { type Exploration, exploreAtRest } from './explore-at-rest.ts';
import { type RepeatedWork, atRest } from './operation-at-rest.ts';
import { Tally } from './tally.ts';
import { wireOf } from './wire-of.ts';

/** How many operations are explored side by side, where the subject can be opened more than once; for faults that wait more than they work. */
interface Breadth {
  readonly sideBySide?: number;
}

/** Breaks every mutating operation at every statement that it sends, once for each fault. */
export async function exploreOperations(
  subject: Subject,
  report: Reporter,
  { sideBySide = 1, ...exploration }: Exploration & Breadth,
): Promise<void> {
  const tally = new Tally(report);
  const names = mutatingOperations(subject).map(([name]) => name);
  const exploreOn = async (one: Subject) => {
    await using levers = await Levers.open(one);
    for (let name = names.shift(); name !== undefined && tally.wanted > 0; name = names.shift()) {
      const work = await workOf(one, name);
      const explored = await atRest(one, wireOf(one), levers, work);
      const { statements } = await exploreAtRest({ subject: one, report, tally }, explored, exploration);
      report.progress(`  ${name}: ${statements.length} statements, ${report.evidence.faultPoints} fault points so far`);
    }
  };
  await using others = new OpenResources();
  const subjects = [subject];
  const places = Math.min(sideBySide, names.length);
  while (subjects.length < places) {
    const another = await subject.openAnother?.();
    if (another === undefined) break;
    subjects.push(others.use(another));
  }
  await Promise.all(subjects.map(exploreOn));
  tally.conclude();
}

async function workOf({ operations: known }: Subject, name: string): Promise<RepeatedWork> {
  const { isRepeatable, prepare } = known[name] as Operation;
  const input = await prepare();
  return {
    name,
    input,
    by: ({ operations }) => {
      const run = async () => operations[name]?.call(input);
      return isRepeatable === true ? { run, retry: run } : { run };
    },
  };
}
