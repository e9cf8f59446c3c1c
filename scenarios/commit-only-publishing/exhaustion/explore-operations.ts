import { InconclusiveError, type Operation, type Reporter, type Subject } from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { readPoint } from './chosen-point.ts';
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
  const names = chosenOperations(subject, report);
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

/** All of them, or the one whose fault point is asked for. */
function chosenOperations(subject: Subject, { point }: Reporter): string[] {
  const names = mutatingOperations(subject).map(([name]) => name);
  if (point === undefined) return names;
  const { operation } = readPoint(point);
  if (names.includes(operation)) return [operation];
  throw new InconclusiveError(`there is no operation ${operation} that changes state; there are ${names.join(', ')}`);
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
